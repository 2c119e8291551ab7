package org.cervicalcds.fhir;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Base address of a FHIR server, in one spelling: no slash at the end, scheme and host in lower case (CDSH-FHIR-9). */
record ServerAddress(String text, String origin, String host, boolean encrypted) {

    /** Null for what is no address, such as a placeholder that nobody replaced. */
    static @Nullable ServerAddress of(@Nullable String text) {
        URI uri = text == null ? null : uri(text.strip());
        if (uri == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return null;
        }
        String origin = origin(uri);
        if (origin == null) {
            return null;
        }
        String path = uri.normalize().getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new ServerAddress(origin + path, origin, uri.getHost(), origin.startsWith("https:"));
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable String origin(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return null;
        }
        int standard = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == standard ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    /** The address of a query; null where it cannot be one. */
    @Nullable
    URI query(String relative) {
        return uri(text + "/" + relative);
    }

    /** The address of a further page; null unless it is on this server (CDSH-PFD-6). */
    @Nullable
    URI furtherPage(String link) {
        URI uri = uri(link.strip());
        URI absolute = uri == null ? null : URI.create(text + "/").resolve(uri);
        return absolute != null && origin.equals(origin(absolute)) ? absolute : null;
    }
}
