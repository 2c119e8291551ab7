package org.cervicalcds.engine.cards;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.words.FixedWord;
import org.cervicalcds.engine.words.Markdown;
import org.cervicalcds.engine.words.Speech;
import org.cervicalcds.engine.words.SummaryText;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;
import org.jspecify.annotations.Nullable;

/** Fills the places of a card's texts from its words and findings. */
final class WordResolver {
    /** The parts of a finding that a text may name. */
    static final Set<String> PARTS = Set.of("date", "first-date", "day", "first-day", "what", "name", "names", "value");

    /** The longest that a part can be in a summary. */
    static final int LONGEST_WHAT = 48;

    static final int LONGEST_VALUE = 8;

    private static final int DAYS_WITHOUT_YEAR = 365;

    /** How many entries of one finding are named side by side. */
    static final int MOST_NAMES = 2;

    private final CardWords words;
    private final Speech speech;
    private final Findings findings;
    private final boolean summary;

    private WordResolver(CardWords words, Findings findings, boolean summary) {
        this.words = words;
        this.speech = words.speech();
        this.findings = findings;
        this.summary = summary;
    }

    /** For one plain line: what came from the record is cut short. */
    static WordResolver inSummary(CardWords words, Findings findings) {
        return new WordResolver(words, findings, true);
    }

    /** For Markdown: what came from the record is escaped (CDSH-CARD-3). */
    static WordResolver inDetail(CardWords words, Findings findings) {
        return new WordResolver(words, findings, false);
    }

    /** Fills a text of the card, in its language. */
    String fill(Template english) {
        Template template = words.of(english);
        return summary
                ? SummaryText.fill(template, this::place, SummaryLength.LIMIT)
                : SummaryText.plain(template.fill(this::place));
    }

    String place(String name, @Nullable String part) {
        if (part != null) {
            Finding finding = findings.get(name);
            return part(finding, finding.evidence(), part);
        }
        if (name.equals("age")) {
            Integer age = findings.chart().age();
            return age == null ? speech.say(FixedWord.UNKNOWN_AGE) : Integer.toString(age);
        }
        Words word = words.words().get(name);
        return word == null ? "" : words(word);
    }

    /** In a list of all that is present each fact is named once, however many codes and findings carry it. */
    private String words(Words words) {
        Set<String> said = new LinkedHashSet<>();
        Set<String> compared = new HashSet<>();
        Set<String> named = new HashSet<>();
        boolean unknown = false;
        for (var text : words.texts().entrySet()) {
            Finding finding = findings.get(text.getKey());
            unknown |= finding instanceof Finding.Unknown;
            List<Entry> evidence = finding.evidence();
            boolean byName = namesEvidence(text.getKey(), text.getValue());
            if (byName && !evidence.isEmpty()) {
                evidence = evidence.stream()
                        .filter(entry -> !named.contains(entry.reference()))
                        .toList();
            }
            if (!finding.isPresent()
                    || (evidence.isEmpty() && !finding.evidence().isEmpty())) {
                continue;
            }
            String fact = filled(text.getKey(), text.getValue(), finding, evidence);
            if (compared.add(fact.toLowerCase(Locale.ROOT))) {
                said.add(fact);
            }
            evidence.forEach(entry -> named.add(entry.reference()));
            if (!words.all()) {
                break;
            }
        }
        return said.isEmpty() ? unknown ? words.ifUnknown() : words.otherwise() : String.join(", ", said);
    }

    /** Says that a text calls the evidence of its finding by its name, so that naming it twice would tell one fact twice. */
    private static boolean namesEvidence(String finding, Template text) {
        Set<String> places = text.places();
        return places.contains("what")
                || places.contains("name")
                || places.contains(finding + ".what")
                || places.contains(finding + ".name");
    }

    /** @param evidence that of the finding which has not been named before */
    private String filled(String name, Template text, Finding finding, List<Entry> evidence) {
        String filled = text.fill((place, part) -> {
            boolean own = part == null ? PARTS.contains(place) : place.equals(name);
            return own ? part(finding, evidence, part == null ? place : part) : place(place, part);
        });
        return !summary && isSuspected(finding) && !filled.contains(speech.say(FixedWord.SUSPECTED_MARK))
                ? speech.say(FixedWord.SUSPECTED, filled)
                : filled;
    }

    /** It rests on diagnoses that nobody has confirmed. */
    private static boolean isSuspected(Finding finding) {
        return !finding.evidence().isEmpty()
                && finding.evidence().stream()
                        .allMatch(entry -> entry instanceof Condition condition
                                && condition.verification().suspected());
    }

    private String part(Finding finding, List<Entry> evidence, String part) {
        return switch (part) {
            case "date" -> date(newest(evidence));
            case "first-date" -> date(oldest(evidence));
            case "day" -> day(newest(evidence));
            case "first-day" -> day(oldest(evidence));
            case "name" -> words.names().of(newest(evidence));
            case "names" -> names(evidence);
            case "what" -> what(newest(evidence));
            case "value" -> value(finding);
            default -> throw new IllegalArgumentException("no finding has a part named " + part);
        };
    }

    private String names(List<Entry> evidence) {
        List<String> names = evidence.stream()
                .map(words.names()::of)
                .distinct()
                .limit(MOST_NAMES)
                .toList();
        return names.size() == MOST_NAMES
                ? speech.say(FixedWord.BOTH, names.get(0), names.get(1))
                : String.join("", names);
    }

    private String date(@Nullable Entry entry) {
        EventDate event = entry == null ? null : entry.event();
        ZoneId zone = findings.chart().zone();
        return event == null || event.future()
                ? speech.say(FixedWord.UNKNOWN_DATE)
                : speech.date(event.date().shown(zone));
    }

    /** As people say it: 13 Jun, with the year where it is older than a year; marked, so that a long summary can do without it. */
    private String day(@Nullable Entry entry) {
        EventDate event = entry == null ? null : entry.event();
        if (event == null || event.future()) {
            return SummaryText.day("");
        }
        boolean withYear = event.before(findings.chart().now().minus(Duration.ofDays(DAYS_WITHOUT_YEAR)));
        return SummaryText.day(speech.day(event.date().shown(findings.chart().zone()), withYear));
    }

    private String what(@Nullable Entry entry) {
        String label = entry == null ? "" : Markdown.oneLine(words.names().asRecorded(entry));
        String shown = label.isEmpty() ? speech.say(FixedWord.ENTRY_WITHOUT_NAME) : label;
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
