package org.cervicalcds.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Gathers everything that is wrong with the content, so that it can be told at once. */
final class Problems {
    private final List<String> all = new ArrayList<>();

    void add(String file, String field, String what) {
        all.add(field.isEmpty() ? file + ": " + what : file + ": " + field + " " + what);
    }

    /** A name that is not known, with the nearest one that is. */
    void unknown(String file, String field, String kind, String name, Collection<String> known) {
        String near = nearest(name, known);
        add(
                file,
                field,
                "names the " + kind + " '" + name + "', which is not known"
                        + (near.isEmpty() ? "" : "; did you mean '" + near + "'?"));
    }

    static String nearest(String name, Collection<String> known) {
        String best = "";
        int least = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    void throwIfAny() {
        if (!all.isEmpty()) {
            throw new ContentException(all);
        }
    }
}
