package org.cervicalcds.service.store.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database's address with the settings under which a commit is durable.
 *
 * @param embedded an H2 that this process opens itself and has to close
 * @param folder the data folder, where the database is in it; null for a database elsewhere
 */
public record Address(
        String url,
        @Nullable String username,
        @Nullable String password,
        boolean h2,
        boolean embedded,
        @Nullable Path folder) {

    /** What H2 must be told; what the URL says itself stays as it is. */
    private static final Map<String, String> H2_SETTINGS = new TreeMap<>(Map.of(
            "MODE", "PostgreSQL",
            "DATABASE_TO_LOWER", "TRUE",
            "DEFAULT_NULL_ORDERING", "HIGH",
            // In kB. By itself it takes a sixteenth of the heap, all of it pages that the collector moves until they
            // are old.
            "CACHE_SIZE", "2048",
            // Every commit is written at once.
            "WRITE_DELAY", "0",
            // We close it, after the last decisions are written.
            "DB_CLOSE_DELAY", "-1",
            "DB_CLOSE_ON_EXIT", "FALSE",
            // Its own error file would quote values.
            "TRACE_LEVEL_FILE", "0"));

    public static Address of(StoreSettings settings) {
        StoreSettings.Place place = settings.database();
        if (place.url() == null) {
            // "retry:" opens the file again after a thread was interrupted while writing, which closes it in Java.
            return h2("jdbc:h2:retry:file:" + path(settings.data()), "sa", "", true, settings.data());
        }
        if (place.url().startsWith("jdbc:h2:")) {
            boolean remote =
                    place.url().startsWith("jdbc:h2:tcp:") || place.url().startsWith("jdbc:h2:ssl:");
            return h2(
                    place.url(),
                    place.username() == null ? "sa" : place.username(),
                    place.password() == null ? "" : place.password(),
                    !remote,
                    null);
        }
        return new Address(place.url(), place.username(), place.password(), false, false, null);
    }

    private static Address h2(String url, String username, String password, boolean embedded, @Nullable Path folder) {
        StringBuilder all = new StringBuilder(url);
        String upper = url.toUpperCase(Locale.ROOT);
        H2_SETTINGS.forEach((name, value) -> {
            if (!upper.contains(";" + name + "=")) {
                all.append(';').append(name).append('=').append(value);
            }
        });
        return new Address(all.toString(), username, password, true, embedded, folder);
    }

    /** Other processes may write to the database, too; an embedded one bars its file against them, unless it is told to serve them. */
    boolean isShared() {
        return !embedded || url.toUpperCase(Locale.ROOT).contains(";AUTO_SERVER=TRUE");
    }

    private static String path(Path data) {
        return data.toAbsolutePath()
                .normalize()
                .resolve("cervical-cds")
                .toString()
                .replace('\\', '/')
                .replace(";", "\\;");
    }

    /** For the driver; times are in seconds there. */
    Properties driverProperties() {
        Properties properties = new Properties();
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        if (!h2) {
            properties.setProperty("connectTimeout", "3");
            properties.setProperty("loginTimeout", "5");
            properties.setProperty("socketTimeout", "30");
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "cervical-cds");
            // Its details quote the row.
            properties.setProperty("logServerErrorDetail", "false");
        }
        return properties;
    }

    /** Said to every new connection, so that no statement runs longer. */
    String limit(Duration longest) {
        return (h2 ? "SET QUERY_TIMEOUT " : "SET statement_timeout = ") + Math.max(1, longest.toMillis());
    }

    /** Says nothing of the password, which may also stand in the URL. */
    @Override
    public String toString() {
        return h2 ? "H2" : "PostgreSQL";
    }
}
