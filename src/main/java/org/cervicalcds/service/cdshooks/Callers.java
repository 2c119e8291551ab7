package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.store.Caller;
import org.cervicalcds.service.trust.clients.Clients;
import org.jspecify.annotations.Nullable;

/** Tells who calls, and whether overrides keep cards away for it: without a token anybody could silence anybody's card. */
final class Callers {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SANDBOX_PATH = "/fhir";

    private final boolean sandbox;
    private final boolean withoutToken;

    /**
     * @param sandbox the embedded FHIR server is on
     * @param withoutToken callers without a token are suppressed for, whatever the data they send
     */
    Callers(boolean sandbox, boolean withoutToken) {
        this.sandbox = sandbox;
        this.withoutToken = withoutToken;
    }

    /**
     * Who sent a request, as the check of its token says.
     *
     * @param port on which the request came in
     */
    record Sender(String client, String tenant, int port) {
        static Sender of(HttpServletRequest request) {
            return new Sender(
                    request.getAttribute(Clients.ATTRIBUTE) instanceof String issuer ? issuer : Clients.ANONYMOUS,
                    request.getAttribute(Clients.TENANT) instanceof String tenant ? tenant : "",
                    request.getLocalPort());
        }

        private boolean hasToken() {
            return !client.equals(Clients.ANONYMOUS);
        }
    }

    /** The sender of feedback, which names no FHIR server. */
    Caller ofFeedback(Sender sender) {
        return new Caller(sender.client(), sender.tenant(), "", sender.hasToken() || withoutToken);
    }

    /** The sender of a hook call about a record of the FHIR server that it names. */
    Caller of(Sender sender, HookRequest request) {
        String base = base(request.fhirServer());
        if (sender.hasToken() || withoutToken) {
            return new Caller(sender.client(), sender.tenant(), base, true);
        }
        // Nothing that the caller sent: all was fetched from our own server.
        boolean own = sandbox && request.prefetch().isEmpty() && isOwn(request.fhirServer(), sender.port());
        return new Caller(sender.client(), sender.tenant(), own ? Caller.SANDBOX : "", own);
    }

    private static boolean isOwn(@Nullable String fhirServer, int port) {
        URI uri = uri(fhirServer);
        return uri != null
                && uri.getHost() != null
                && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT))
                && "http".equalsIgnoreCase(uri.getScheme())
                && (uri.getPort() < 0 ? 80 : uri.getPort()) == port
                && withoutSlash(uri.normalize().getPath()).endsWith(SANDBOX_PATH);
    }

    /** A base address in one spelling: no slash at the end, scheme and host in lower case, no standard port; empty for what is none. */
    static String base(@Nullable String fhirServer) {
        URI uri = uri(fhirServer);
        if (uri == null || uri.getHost() == null || uri.getScheme() == null) {
            return "";
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == standard ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port
                + withoutSlash(uri.normalize().getRawPath());
    }

    private static String withoutSlash(String path) {
        String cut = path;
        while (cut.endsWith("/")) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut;
    }

    private static @Nullable URI uri(@Nullable String text) {
        try {
            return text == null ? null : new URI(text.strip());
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
