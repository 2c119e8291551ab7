package org.cervicalcds.service.trust;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names under which the service may be called, as in {@code Host}: a web page that points a name of its own at this machine gets nothing.
 *
 * @param names without ports; {@code *} is every name
 */
public record AllowedHosts(List<String> names) {
    /** The setting that lists them. */
    static final String SETTING = "cervical-cds.allowed-hosts";

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[?::1]?");

    /** Every name. */
    public static final AllowedHosts ANY = new AllowedHosts(List.of("*"));

    /** The names of this machine at itself. */
    public static final AllowedHosts LOCAL = new AllowedHosts(List.of());

    public AllowedHosts {
        names = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a name is listed or one of this machine at itself; without a port. */
    boolean hold(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return names.contains("*") || LOOPBACK.matcher(plain).matches() || names.contains(plain);
    }
}
