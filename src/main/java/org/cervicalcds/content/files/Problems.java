package org.cervicalcds.content.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers everything that is wrong with the content, so that it can be told at once. */
public final class Problems {
    /** What a file that cannot be read may have named, by the beginning of its path; other files end in the name of a card. */
    private static final Map<String, String> NAMED_IN = Map.of(
            "findings/", "finding",
            "value-sets/", "value set",
            "settings.yaml", "setting",
            "evidence.yaml", "evidence statement",
            "phrases.yaml", "list of phrases",
            "override-reasons.yaml", "override reason",
            "code-systems.yaml", "code system",
            "words.yaml", "word");

    private final List<Problem> all = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();

    /**
     * @param unknown what sort of thing has the name that is not known; null for other problems
     */
    private record Problem(String file, String text, @Nullable String unknown) {}

    public void add(String file, String field, String what) {
        add(file, field, what, null);
    }

    private void add(String file, String field, String what, @Nullable String unknown) {
        all.add(new Problem(file, field.isEmpty() ? file + ": " + what : file + ": " + field + " " + what, unknown));
    }

    /** A file of which nothing is known then: what it lacks, and names that may stand in it, are told once it can be read. */
    void unreadable(String file, int line, String why) {
        unreadable.add(file);
        all.add(new Problem("", file + ": " + (line > 0 ? "line " + line + " " : "") + "cannot be read: " + why, null));
    }

    private boolean follows(Problem problem) {
        return unreadable.contains(problem.file())
                || (problem.unknown() != null
                        && unreadable.stream().map(Problems::namedIn).anyMatch(problem.unknown()::contains));
    }

    private static String namedIn(String file) {
        String path = file.startsWith("overlay/") ? file.substring("overlay/".length()) : file;
        return NAMED_IN.entrySet().stream()
                .filter(named -> path.startsWith(named.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("card");
    }

    /** A name that is not known, with the nearest one that is. */
    public void unknown(String file, String field, String kind, String name, Collection<String> known) {
        String near = nearest(name, known);
        add(
                file,
                field,
                "names the " + kind + " '" + name + "', which is not known"
                        + (near.isEmpty() ? "" : "; did you mean '" + near + "'?"),
                kind);
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

    public void throwIfAny() {
        if (!all.isEmpty()) {
            throw new ContentException(all.stream()
                    .filter(problem -> !follows(problem))
                    .map(Problem::text)
                    .toList());
        }
    }
}
