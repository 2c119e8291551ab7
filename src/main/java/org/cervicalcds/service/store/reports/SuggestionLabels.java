package org.cervicalcds.service.store.reports;

import java.util.Map;
import org.cervicalcds.service.store.database.ColumnText;

/** The labels of the suggestions of one card as they are kept: a line each, the uuid in front. */
public final class SuggestionLabels {
    private static final int LONGEST = 2000;

    private SuggestionLabels() {}

    /** What no longer fits is left out. */
    public static String text(Map<String, String> labels) {
        StringBuilder text = new StringBuilder();
        labels.forEach((uuid, label) -> {
            String line = uuid + " " + label.replaceAll("\\s+", " ").strip() + "\n";
            if (text.length() + line.length() <= LONGEST) {
                text.append(line);
            }
        });
        return text.toString();
    }

    /** The label of a suggestion, fit for a column of reasons; empty where it is not kept. */
    static String of(String text, String uuid) {
        return text.lines()
                .filter(line -> line.startsWith(uuid + " "))
                .findFirst()
                .map(line -> ColumnText.fit(line.substring(uuid.length() + 1), 200))
                .orElse("");
    }
}
