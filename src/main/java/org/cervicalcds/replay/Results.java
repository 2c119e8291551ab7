package org.cervicalcds.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a replay leaves: {@code summary.json} with the rates, {@code run.json} with how it was run, {@code report.html} for people. */
final class Results {
    static final String SUMMARY = "summary.json";

    private static final String MUTED = "muted: the site shows the card no more";
    private static final String MAX_CARDS = "most cards in an answer (in force)";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Content content;
    private final ReplayOptions options;
    private final Counts counts;

    Results(Content content, ReplayOptions options, Counts counts) {
        this.content = content;
        this.options = options;
        this.counts = counts;
        rulesInForce();
    }

    /** What a rule keeps back that needs no history: a card that is muted says nothing at all, and too many cards are cut already. */
    private void rulesInForce() {
        counts.of("shown")
                .forEach((name, number) -> counts.add(number, Savings.SAVED, MUTED, name.get(1), name.get(2)));
        counts.of("kept-back").forEach((name, number) -> {
            if (name.get(1).equals("rule:max-cards")) {
                counts.add(number, Savings.SAVED, MAX_CARDS, name.get(0), "");
            }
        });
    }

    void write() throws IOException {
        write(options.out().resolve(SUMMARY), summary());
        write(options.out().resolve("run.json"), run());
        Files.writeString(options.out().resolve("report.html"), new Report(content, options, counts).html());
    }

    private static void write(Path file, ObjectNode json) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(json) + "\n");
    }

    private ObjectNode summary() {
        ObjectNode summary = JSON.createObjectNode();
        summary.put("contentHash", content.hash());
        summary.put("patients", counts.get("patients"));
        ObjectNode moments = summary.putObject("moments");
        counts.of("moments").forEach((hook, number) -> moments.put(hook.get(0), number));
        ArrayNode shown = summary.putArray("shown");
        counts.of("shown").forEach((name, number) -> {
            ObjectNode card = shown.addObject();
            card.put("hook", name.get(0)).put("card", name.get(1)).put("tier", name.get(2));
            card.put("shown", number).put("perThousand", perThousand(number, counts.get("moments", name.get(0))));
        });
        ArrayNode cards = summary.putArray("cards");
        counts.of("decided").forEach((name, number) -> {
            ObjectNode card = cards.addObject();
            card.put("card", name.get(0)).put("decided", number).put("fired", counts.get("fired", name.get(0)));
        });
        table(summary, "undetermined", List.of("card", "reason"));
        table(summary, "undetermined-by-need", List.of("need", "card"));
        table(summary, "kept-back", List.of("card", "reason"));
        table(summary, "repeated", List.of("card", "when"));
        table(summary, Savings.SAVED, List.of("rule", "card", "tier"));
        table(summary, "moments-by-month", List.of("month"));
        table(summary, "shown-by-month", List.of("month", "tier"));
        table(summary, "moments-by-class", List.of("class"));
        table(summary, "shown-by-class", List.of("class", "tier"));
        table(summary, "moments-by-department", List.of("department"));
        table(summary, "shown-by-department", List.of("department", "tier"));
        table(summary, "incomplete", List.of("need", "cause"));
        table(summary, "unknown-system", List.of("system"));
        return summary;
    }

    private ObjectNode run() {
        ObjectNode run = JSON.createObjectNode();
        run.put("contentHash", content.hash());
        run.put("from", options.from().toString()).put("to", options.to().toString());
        run.put("at", options.at() == null ? null : options.at().toString());
        run.put("encounters", options.encounters()).put("orders", options.orders());
        run.put("supply", options.live() ? "live" : "everything");
        run.put("keys", options.plainKeys() ? "plain" : "hashed");
        run.put("lines", counts.get("lines")).put("bytes", counts.get("bytes"));
        table(run, "used", List.of("type"));
        table(run, "not-read", List.of("type"));
        table(run, "dropped", List.of("reason"));
        table(run, "not-live", List.of("type", "status"));
        table(run, "missing", List.of("what"));
        table(run, "no-moment", List.of("what", "hook"));
        table(run, "cannot-tell", List.of("what"));
        return run;
    }

    private void table(ObjectNode parent, String word, List<String> columns) {
        ArrayNode rows = parent.putArray(word);
        for (Map.Entry<List<String>, Long> entry : counts.of(word).entrySet()) {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), entry.getKey().get(i));
            }
            row.put("count", entry.getValue());
        }
    }

    /** Rounded to a thousandth, so that it reads the same everywhere. */
    static double perThousand(long number, long of) {
        return of == 0 ? 0 : Math.round(1e6 * number / of) / 1e3;
    }
}
