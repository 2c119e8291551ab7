package org.cervicalcds.cohort;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Decision;

/** How many people (of orders: how many orders) of each part got which card at which tier in which situation. */
final class FiringRates {
    static final String VIEW = "chart opened";
    static final String VIEW_CONDITIONS_ONLY = "chart opened, conditions only";

    /** At every visit of two years, with what was known then and the memory of a record store. */
    static final String VISITS = "chart opened at a visit";

    static final String ANY = "any card";
    static final String INTERRUPTING = "any critical or warning card";
    static final String CRITICAL = "any critical card";

    /** The orders that people have on record, each selected anew: orders of any kind, in the mix that Synthea writes. */
    static final String OWN_ORDERS = "an order of any kind";

    /** The same orders, each with what was known on its own day. */
    static final String OWN_ORDERS_ON_THEIR_DAYS = "an order of any kind, on its own day";

    static final String UNDETERMINED = "undetermined";
    static final String HELD_BACK = "held back";

    /** Rules that keep a card from a reader who could have got it; a card that is not for the hook is not held back. */
    private static final Set<String> HOLDING_BACK = Set.of("rule:info-beside-more-urgent", "rule:max-cards");

    private static final List<String> TIERS = List.of("critical", "warning", "info");
    private static final String HEADER = "part\tsituation\tcard\toutcome\tpeople";

    private final CardDeck deck;
    private final Map<String, Integer> people = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private final Map<Row, Integer> counts = new LinkedHashMap<>();

    /** What is counted: one card with one outcome in one situation, in one part of the cohort. */
    record Row(String part, String situation, String card, String outcome) {
        @Override
        public String toString() {
            return String.join("\t", part, situation, card, outcome);
        }
    }

    FiringRates(CardDeck deck) {
        this.deck = deck;
    }

    /** Every tier that could be shown in the situation gets a line, so that a card that never speaks is seen. */
    void expect(String part, int size, String situation, String hook) {
        people.put(part, size);
        counts.putIfAbsent(new Row(part, situation, ANY, "shown"), 0);
        counts.putIfAbsent(new Row(part, situation, INTERRUPTING, "shown"), 0);
        counts.putIfAbsent(new Row(part, situation, CRITICAL, "shown"), 0);
        for (CardDefinition card : deck.definitions()) {
            for (String tier : TIERS) {
                boolean possible = card.tiers().stream()
                        .anyMatch(t ->
                                t.indicator().code().equals(tier) && t.hooks().contains(hook));
                if (card.on() && possible) {
                    counts.putIfAbsent(new Row(part, situation, card.id(), tier), 0);
                }
            }
        }
    }

    void count(String part, String situation, Answer answer) {
        Set<String> sent = new LinkedHashSet<>();
        for (Card card : answer.cards()) {
            sent.add(card.id());
            add(new Row(part, situation, card.id(), card.indicator().code()));
        }
        if (!sent.isEmpty()) {
            add(new Row(part, situation, ANY, "shown"));
        }
        if (answer.cards().stream().anyMatch(card -> !card.indicator().code().equals("info"))) {
            add(new Row(part, situation, INTERRUPTING, "shown"));
        }
        if (answer.cards().stream().anyMatch(card -> card.indicator().code().equals("critical"))) {
            add(new Row(part, situation, CRITICAL, "shown"));
        }
        calls.merge(calls(part, situation), 1, Integer::sum);
        for (Decision decision : answer.decisions()) {
            if (decision.outcome() == Decision.Outcome.UNDETERMINED) {
                add(new Row(part, situation, decision.card(), UNDETERMINED));
            } else if (decision.tier() != null && HOLDING_BACK.contains(decision.reason())) {
                add(new Row(part, situation, decision.card(), HELD_BACK));
            }
        }
    }

    private void add(Row row) {
        counts.merge(row, 1, Integer::sum);
    }

    int of(String part, String situation, String card, String outcome) {
        return counts.getOrDefault(new Row(part, situation, card, outcome), 0);
    }

    double perThousand(String part, String situation, String card, String outcome) {
        return 1000.0 * of(part, situation, card, outcome) / calls.getOrDefault(calls(part, situation), 1);
    }

    private static String calls(String part, String situation) {
        return part + ": " + situation;
    }

    /** One line a row, in a fixed order: the file a changed alert burden shows up in. */
    String tsv() {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        people.forEach((part, size) -> {
            lines.add(String.join("\t", part, "all", "people", "all", String.valueOf(size)));
            lines.add(String.join("\t", part, "all", "orders", "all", number(part, OWN_ORDERS)));
            lines.add(String.join("\t", part, "all", "visits", "all", number(part, VISITS)));
            for (Row row : rows(part)) {
                lines.add(row + "\t" + counts.get(row));
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private String number(String part, String situation) {
        return String.valueOf(calls.getOrDefault(calls(part, situation), 0));
    }

    private List<Row> rows(String part) {
        List<String> situations =
                counts.keySet().stream().map(Row::situation).distinct().toList();
        List<String> cards = new ArrayList<>(List.of(ANY, INTERRUPTING, CRITICAL));
        deck.definitions().forEach(card -> cards.add(card.id()));
        List<String> outcomes = List.of("shown", "critical", "warning", "info", HELD_BACK, UNDETERMINED);
        List<Row> rows = new ArrayList<>();
        for (String situation : situations) {
            for (String card : cards) {
                for (String outcome : outcomes) {
                    Row row = new Row(part, situation, card, outcome);
                    if (counts.containsKey(row)) {
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    /** The tables for readers: cards per 1,000 calls. */
    String markdown() {
        StringBuilder out = new StringBuilder(
                """
                # How often the cards speak

                Counted by `QuietCohortTest` over synthetic people; made anew with `-Dcohort.accept=true`. How the people are made,
                and which of their rates are assumptions of ours, is told in `cohort/README.md`: the figures compare versions of the
                cards, they do not predict a hospital.

                """);
        people.forEach((part, size) -> out.append("- **")
                .append(part)
                .append("**: ")
                .append(size)
                .append(" people, ")
                .append(number(part, OWN_ORDERS))
                .append(" orders of any kind, ")
                .append(number(part, VISITS))
                .append(" visits\n"));
        table(out, "Cards per 1,000 charts opened, all on one day", VIEW);
        table(out, "Cards per 1,000 charts opened, at every visit of two years, by a client with a token", VISITS);
        table(out, "Cards per 1,000 orders of any kind, all selected on one day", OWN_ORDERS);
        table(out, "Cards per 1,000 orders of any kind, each on its own day", OWN_ORDERS_ON_THEIR_DAYS);
        for (String draft : CohortPlayer.DRAFTS.keySet()) {
            table(out, "Cards per 1,000 orders selected: " + draft, draft);
        }
        table(
                out,
                "Cards per 1,000 charts opened where the EHR sends Patient and Conditions only",
                VIEW_CONDITIONS_ONLY);
        return out.toString();
    }

    private void table(StringBuilder out, String title, String situation) {
        out.append("\n## ").append(title).append("\n\n| Card | Tier |");
        people.keySet().forEach(part -> out.append(' ').append(part).append(" |"));
        out.append("\n|---|---|").append("--:|".repeat(people.size())).append('\n');
        Set<Row> shown = new LinkedHashSet<>();
        people.keySet().forEach(part -> rows(part).stream()
                .filter(row ->
                        row.situation().equals(situation) && !row.outcome().equals(HELD_BACK))
                .forEach(row -> shown.add(new Row("", situation, row.card(), row.outcome()))));
        for (Row row : shown) {
            out.append("| ")
                    .append(row.card())
                    .append(" | ")
                    .append(row.outcome())
                    .append(" |");
            for (String part : people.keySet()) {
                double rate = perThousand(part, situation, row.card(), row.outcome());
                out.append(' ').append(String.format(Locale.ROOT, "%.1f", rate)).append(" |");
            }
            out.append('\n');
        }
    }

    /** The lines that differ, old before new; empty where the texts are the same. */
    static String difference(String old, String now) {
        Map<String, String> before = byRow(old);
        Map<String, String> after = byRow(now);
        StringBuilder out = new StringBuilder();
        Set<String> rows = new LinkedHashSet<>(before.keySet());
        rows.addAll(after.keySet());
        for (String row : rows) {
            String was = before.getOrDefault(row, "-");
            String is = after.getOrDefault(row, "-");
            if (!was.equals(is)) {
                out.append(String.format(Locale.ROOT, "  %5s -> %-5s %s%n", was, is, row.replace("\t", " | ")));
            }
        }
        return out.toString();
    }

    private static Map<String, String> byRow(String tsv) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : tsv.lines().skip(1).toList()) {
            int last = line.lastIndexOf('\t');
            rows.put(line.substring(0, last), line.substring(last + 1));
        }
        return rows;
    }
}
