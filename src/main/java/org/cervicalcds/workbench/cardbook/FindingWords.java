package org.cervicalcds.workbench.cardbook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentText;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.content.findings.ValueSetText;
import org.jspecify.annotations.Nullable;

/** Says in plain English, with the values of the settings, what a finding is read from. */
final class FindingWords {
    private final Content content;
    private final ContentText text;

    FindingWords(Content content) {
        this.content = content;
        this.text = content.text();
    }

    /** Name in words with a link to its definition, and what it means where that is written. */
    List<Inline> named(String name) {
        FindingText finding = text.findings().get(name);
        Inline link = Inline.finding(name);
        return finding == null || finding.means() == null
                ? List.of(link)
                : List.of(link, Inline.span("means", " – " + finding.means()));
    }

    static boolean isComposed(FindingText finding) {
        return finding.keys().keySet().stream().anyMatch(key -> isComposition(finding, key));
    }

    private static boolean isComposition(FindingText finding, String key) {
        return Vocabulary.COMPOSITIONS.contains(key)
                && (!key.equals("at-least") || finding.keys().get(key) instanceof Map<?, ?>);
    }

    /** Findings that a composed finding is made of, under their heading. */
    record Part(String heading, List<String> names) {}

    List<Part> parts(FindingText finding) {
        List<Part> parts = new ArrayList<>();
        finding.keys().forEach((key, value) -> {
            if (isComposition(finding, key)) {
                parts.add(
                        value instanceof Map<?, ?> atLeast
                                ? new Part(
                                        "at least " + plainSetting(String.valueOf(atLeast.get("count"))) + " of",
                                        names(atLeast.get("of")))
                                : new Part(key.replace('-', ' '), names(value)));
            }
        });
        return parts;
    }

    private static List<String> names(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    /** What a finding that is not composed is read from, on one line. */
    List<Inline> definition(FindingText finding) {
        List<Inline> line = new ArrayList<>();
        if (finding.keys().get("age") instanceof Map<?, ?> age) {
            age(line, age);
            return line;
        }
        String between = "";
        if (finding.keys().get("card") instanceof String card) {
            text(line, "the card ");
            line.add(Inline.link("#card-" + card, card.replace('-', ' ')));
            text(line, " ");
        }
        for (var entry : finding.keys().entrySet()) {
            String key = entry.getKey();
            if (!key.equals("means") && !key.equals("card")) {
                text(line, between);
                String sentence = Vocabulary.sentence(key, shortText(entry.getValue()));
                int star = sentence.indexOf('*');
                text(line, star < 0 ? sentence : sentence.substring(0, star));
                if (star >= 0) {
                    value(line, key, entry.getValue());
                    text(line, sentence.substring(star + 1));
                }
                between = "; ";
            }
        }
        return line;
    }

    private static void text(List<Inline> line, String text) {
        if (!text.isEmpty()) {
            line.add(Inline.text(text));
        }
    }

    private static String shortText(Object value) {
        return value instanceof List<?> list && list.isEmpty() ? "" : String.valueOf(value);
    }

    private void age(List<Inline> line, Map<?, ?> age) {
        text(line, "age ");
        if (age.get("at-least") != null) {
            text(line, "of at least ");
            setting(line, String.valueOf(age.get("at-least")));
        }
        if (age.get("below") != null) {
            text(line, age.get("at-least") == null ? "below " : " and below ");
            setting(line, String.valueOf(age.get("below")));
        }
        text(line, "; an unknown age counts as " + ("present".equals(age.get("unknown")) ? "inside" : "outside"));
    }

    private void value(List<Inline> line, String key, Object value) {
        if (value instanceof List<?> list) {
            String between = "";
            for (Object element : list) {
                text(line, between);
                value(line, key, element);
                between = key.equals("since") || key.equals("not-among") ? ", " : " or ";
            }
        } else if (value instanceof Map<?, ?> mapping) {
            mapping(line, key, mapping);
        } else if (Vocabulary.VALUE_SETS.contains(key)) {
            ValueSetText set = text.valueSets().get(String.valueOf(value));
            line.add(Inline.link("#value-set-" + value, set == null ? String.valueOf(value) : set.title()));
        } else if (Vocabulary.FINDINGS.contains(key)) {
            line.add(Inline.finding(String.valueOf(value)));
        } else if (Vocabulary.PHRASES.contains(key)) {
            line.add(
                    Inline.link("#phrases-" + value, "“" + String.valueOf(value).replace('-', ' ') + "”"));
        } else {
            setting(line, String.valueOf(value));
        }
    }

    private void mapping(List<Inline> line, String key, Map<?, ?> mapping) {
        if (key.equals("or-named")) {
            String modalities = DisplayNames.name(String.join("-", names(mapping.get("modalities"))))
                    .replace(" ", ", ");
            text(line, "as " + modalities + " of the " + mapping.get("of"));
            return;
        }
        boolean codes = key.endsWith("-codes") || key.equals("code-ranges");
        String between = "";
        for (var entry : mapping.entrySet()) {
            String inner = String.valueOf(entry.getKey());
            text(line, between + (codes ? inner : inner.replace('-', ' ')) + " ");
            if (codes) {
                text(line, String.join(", ", names(entry.getValue())));
            } else {
                value(line, String.valueOf(entry.getKey()), entry.getValue());
            }
            between = "; ";
        }
    }

    /** The value of a setting with its unit, and its name; any other text as it is. */
    private void setting(List<Inline> line, String name) {
        text(line, plainSetting(name));
        if (content.settings().value(name) != null) {
            text(line, " ");
            line.add(Inline.span("setting", name));
        }
    }

    private String plainSetting(String name) {
        Object value = content.settings().value(name);
        if (value == null) {
            return name.replace('-', ' ');
        }
        String number = value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
        for (String unit : List.of("days", "hours", "years")) {
            if (name.endsWith("-" + unit)) {
                return number + " " + unit;
            }
        }
        return number.replace('-', '−');
    }
}
