package org.cervicalcds.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two replays side by side: the rates that differ. */
public final class ReplayComparison {
    private ReplayComparison() {}

    /**
     * Prints a line for each card whose rate differs.
     *
     * @return whether none does
     * @throws IllegalArgumentException where a folder holds no finished replay
     */
    public static boolean print(Path one, Path other, PrintStream out) throws IOException {
        Map<String, Double> before = rates(one);
        Map<String, Double> after = rates(other);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        boolean same = true;
        for (String name : names) {
            double was = before.getOrDefault(name, 0.0);
            double is = after.getOrDefault(name, 0.0);
            if (was != is) {
                if (same) {
                    out.println("per 1,000 moments\twas\tis\tdifference");
                }
                out.println(String.format(Locale.ROOT, "%s\t%.3f\t%.3f\t%+.3f", name, was, is, is - was));
                same = false;
            }
        }
        if (same) {
            out.println("No rate differs.");
        }
        return same;
    }

    private static Map<String, Double> rates(Path folder) throws IOException {
        Path file = folder.resolve(Results.SUMMARY);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(folder + " holds no finished replay");
        }
        Map<String, Double> rates = new TreeMap<>();
        JsonNode summary = new JsonMapper().readTree(Files.readString(file));
        for (JsonNode card : summary.path("shown")) {
            rates.put(
                    card.path("hook").asString("") + " " + card.path("card").asString("") + " "
                            + card.path("tier").asString(""),
                    card.path("perThousand").asDouble(0));
        }
        return rates;
    }
}
