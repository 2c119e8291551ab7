package org.cervicalcds.service.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Base address of a FHIR server, in one spelling: no slash at the end, scheme and host in lower case (CDSH-FHIR-9). */
record ServerAddress(String text, String origin, String host, boolean encrypted) {
    /** A dot, slash or backslash in disguise, with which a path could leave the base after it was looked at. */
    private static final Pattern HIDDEN = Pattern.compile("%(?:2e|2f|5c)|\\\\", Pattern.CASE_INSENSITIVE);

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

    /**
     * The address of a setting.
     *
     * @throws IllegalArgumentException for what is none
     */
    static ServerAddress listed(String server) {
        ServerAddress address = of(server);
        if (address == null) {
            throw new IllegalArgumentException("not the base address of a FHIR server: " + server);
        }
        return address;
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

    /**
     * The address of a further page; null unless it is below this base or below an alias of it, in whose place the base is asked then: a
     * neighbour on the same host may be another hospital (CDSH-PFD-6, CDSH-FHIR-7).
     *
     * @param aliases under which the server may know itself
     */
    @Nullable
    URI furtherPage(String link, List<ServerAddress> aliases) {
        URI uri = uri(link.strip());
        if (uri == null || uri.isOpaque() || HIDDEN.matcher(link).find()) {
            return null;
        }
        URI absolute = URI.create(text + "/").resolve(uri).normalize();
        String origin = origin(absolute);
        String whole = origin == null ? "" : origin + absolute.getRawPath();
        for (ServerAddress base :
                Stream.concat(Stream.of(this), aliases.stream()).toList()) {
            if (whole.equals(base.text) || whole.startsWith(base.text + "/")) {
                String query = absolute.getRawQuery();
                return uri(text + whole.substring(base.text.length()) + (query == null ? "" : "?" + query));
            }
        }
        return null;
    }
}
