package org.cervicalcds.service.insights;

import java.util.Locale;

/** Writes numbers and times for people. */
public final class NumberFormat {
    private NumberFormat() {}

    /** With a comma after thousands. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A dash where there is nothing to have a share of. */
    public static String percent(long part, long whole) {
        return whole == 0 ? "–" : share((double) part / whole);
    }

    /** As a percentage. */
    public static String share(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    /** In the unit that suits it. */
    public static String micros(double micros) {
        double millis = micros / 1000;
        if (millis >= 1000) {
            return seconds(millis / 1000);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    /** In the unit that suits it. */
    public static String seconds(double seconds) {
        if (seconds < 90) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        if (seconds < 5400) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        return seconds < 172_800
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
                : String.format(Locale.ROOT, "%.0f days", seconds / 86_400);
    }

    /** Hashes are long; the beginning tells them apart. */
    public static String version(String hash) {
        String bare = hash.substring(hash.indexOf(':') + 1);
        return bare.length() <= 10 ? bare : bare.substring(0, 10);
    }
}
