package org.cervicalcds.cards;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.cervicalcds.chart.Condition;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.chart.Observation;
import org.cervicalcds.findings.Finding;
import org.cervicalcds.findings.Findings;
import org.jspecify.annotations.Nullable;

/** Fills the places of a card's texts from its words and findings. */
final class WordFilling {
    /** The parts of a finding that a text may name. */
    static final Set<String> PARTS = Set.of("date", "first-date", "what", "value");

    /** The longest that a part can be in a summary. */
    static final int LONGEST_DATE = "unknown date".length();

    static final int LONGEST_WHAT = 48;
    static final int LONGEST_VALUE = 8;

    private final CardDefinition card;
    private final Findings findings;
    private final boolean summary;

    private WordFilling(CardDefinition card, Findings findings, boolean summary) {
        this.card = card;
        this.findings = findings;
        this.summary = summary;
    }

    /** For one plain line: what came from the record is cut short. */
    static WordFilling inSummary(CardDefinition card, Findings findings) {
        return new WordFilling(card, findings, true);
    }

    /** For Markdown: what came from the record is escaped (CDSH-CARD-3). */
    static WordFilling inDetail(CardDefinition card, Findings findings) {
        return new WordFilling(card, findings, false);
    }

    String fill(Template template) {
        return template.fill(this::place);
    }

    String place(String name, @Nullable String part) {
        if (part != null) {
            return part(findings.get(name), part);
        }
        if (name.equals("age")) {
            Integer age = findings.chart().age();
            return age == null ? "unknown age" : Integer.toString(age);
        }
        Words words = card.words().get(name);
        return words == null ? "" : words(words);
    }

    private String words(Words words) {
        StringJoiner all = new StringJoiner(", ");
        all.setEmptyValue(words.otherwise());
        for (var text : words.texts().entrySet()) {
            Finding finding = findings.get(text.getKey());
            if (finding.isPresent()) {
                String said = text.getValue()
                        .fill((name, part) ->
                                part == null && PARTS.contains(name) ? part(finding, name) : place(name, part));
                all.add(!summary && isSuspected(finding) && !said.contains("suspected") ? said + " (suspected)" : said);
                if (!words.all()) {
                    break;
                }
            }
        }
        return all.toString();
    }

    /** It rests on diagnoses that nobody has confirmed. */
    private static boolean isSuspected(Finding finding) {
        return !finding.evidence().isEmpty()
                && finding.evidence().stream()
                        .allMatch(entry -> entry instanceof Condition condition
                                && condition.verification().suspected());
    }

    private String part(Finding finding, String part) {
        List<Entry> evidence = finding.evidence();
        return switch (part) {
            case "date" -> date(newest(evidence));
            case "first-date" -> date(oldest(evidence));
            case "what" -> what(newest(evidence));
            case "value" -> value(finding);
            default -> throw new IllegalArgumentException("no finding has a part named " + part);
        };
    }

    private String date(@Nullable Entry entry) {
        EventDate event = entry == null ? null : entry.event();
        ZoneId zone = findings.chart().zone();
        return event == null || event.future() ? "unknown date" : event.date().shown(zone);
    }

    private String what(@Nullable Entry entry) {
        String label = entry == null ? "" : Markdown.oneLine(entry.code().label());
        String shown = label.isEmpty() ? "entry without a name" : label;
        if (summary) {
            return Markdown.cut(shown, LONGEST_WHAT);
        }
        return Markdown.escape(Markdown.cut(shown, 120));
    }

    private String value(Finding finding) {
        if (finding instanceof Finding.Present present && present.value() != null) {
            return Integer.toString(present.value());
        }
        Entry entry = lowest(finding.evidence());
        if (entry instanceof Observation observation && observation.value().number() != null) {
            return Markdown.cut(observation.value().number().toPlainString(), LONGEST_VALUE);
        }
        return "?";
    }

    private static @Nullable Entry newest(List<Entry> evidence) {
        Entry newest = null;
        for (Entry entry : evidence) {
            newest = newest == null || isBefore(newest.event(), entry.event()) ? entry : newest;
        }
        return newest;
    }

    private static @Nullable Entry oldest(List<Entry> evidence) {
        Entry oldest = null;
        for (Entry entry : evidence) {
            boolean older = oldest == null || entry.event() != null && isBefore(entry.event(), oldest.event());
            oldest = older || oldest != null && oldest.event() == null ? entry : oldest;
        }
        return oldest;
    }

    private static @Nullable Entry lowest(List<Entry> evidence) {
        Entry lowest = null;
        for (Entry entry : evidence) {
            if (entry instanceof Observation candidate && candidate.value().number() != null) {
                boolean lower = !(lowest instanceof Observation known)
                        || known.value().number() == null
                        || candidate.value().number().compareTo(known.value().number()) < 0;
                lowest = lower ? entry : lowest;
            }
        }
        return lowest;
    }

    private static boolean isBefore(@Nullable EventDate one, @Nullable EventDate other) {
        return other != null && (one == null || one.at().isBefore(other.at()));
    }
}
