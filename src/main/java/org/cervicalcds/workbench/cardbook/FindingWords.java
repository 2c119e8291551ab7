package org.cervicalcds.workbench.cardbook;

import java.math.BigDecimal;
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
    void named(Html html, String name) {
        FindingText finding = text.findings().get(name);
        html.link("#finding-" + name, DisplayNames.name(name));
        if (finding != null && finding.means() != null) {
            html.span("means", " – " + finding.means());
        }
    }

    static boolean isComposed(FindingText finding) {
        return finding.keys().keySet().stream().anyMatch(key -> isComposition(finding, key));
    }

    private static boolean isComposition(FindingText finding, String key) {
        return Vocabulary.COMPOSITIONS.contains(key)
                && (!key.equals("at-least") || finding.keys().get(key) instanceof Map<?, ?>);
    }

    /** The parts of a composed finding, each list under its heading. */
    void eachPart(FindingText finding, Parts parts) {
        finding.keys().forEach((key, value) -> {
            if (isComposition(finding, key)) {
                if (value instanceof Map<?, ?> atLeast) {
                    parts.take(
                            "at least " + plainSetting(String.valueOf(atLeast.get("count"))) + " of",
                            names(atLeast.get("of")));
                } else {
                    parts.take(key.replace('-', ' '), names(value));
                }
            }
        });
    }

    /** Takes the parts of a composed finding. */
    interface Parts {
        void take(String heading, List<String> names);
    }

    private static List<String> names(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    /** What a finding that is not composed is read from, on one line. */
    void definition(Html html, FindingText finding) {
        if (finding.keys().get("age") instanceof Map<?, ?> age) {
            age(html, age);
            return;
        }
        String between = "";
        if (finding.keys().get("card") instanceof String card) {
            html.text("the card ").link("#card-" + card, card.replace('-', ' ')).text(" ");
        }
        for (var entry : finding.keys().entrySet()) {
            String key = entry.getKey();
            if (!key.equals("means") && !key.equals("card")) {
                html.text(between);
                String sentence = Vocabulary.sentence(key, shortText(entry.getValue()));
                int star = sentence.indexOf('*');
                html.text(star < 0 ? sentence : sentence.substring(0, star));
                if (star >= 0) {
                    value(html, key, entry.getValue());
                    html.text(sentence.substring(star + 1));
                }
                between = "; ";
            }
        }
    }

    private static String shortText(Object value) {
        return value instanceof List<?> list && list.isEmpty() ? "" : String.valueOf(value);
    }

    private void age(Html html, Map<?, ?> age) {
        html.text("age ");
        if (age.get("at-least") != null) {
            html.text("of at least ");
            setting(html, String.valueOf(age.get("at-least")));
        }
        if (age.get("below") != null) {
            html.text(age.get("at-least") == null ? "below " : " and below ");
            setting(html, String.valueOf(age.get("below")));
        }
        html.text("; an unknown age counts as " + ("present".equals(age.get("unknown")) ? "inside" : "outside"));
    }

    private void value(Html html, String key, Object value) {
        if (value instanceof List<?> list) {
            String between = "";
            for (Object element : list) {
                html.text(between);
                value(html, key, element);
                between = key.equals("since") || key.equals("not-among") ? ", " : " or ";
            }
        } else if (value instanceof Map<?, ?> mapping) {
            mapping(html, key, mapping);
        } else if (Vocabulary.VALUE_SETS.contains(key)) {
            ValueSetText set = text.valueSets().get(String.valueOf(value));
            html.link("#value-set-" + value, set == null ? String.valueOf(value) : set.title());
        } else if (Vocabulary.FINDINGS.contains(key)) {
            html.link("#finding-" + value, DisplayNames.name(String.valueOf(value)));
        } else if (Vocabulary.PHRASES.contains(key)) {
            html.link("#phrases-" + value, "“" + String.valueOf(value).replace('-', ' ') + "”");
        } else {
            setting(html, String.valueOf(value));
        }
    }

    private void mapping(Html html, String key, Map<?, ?> mapping) {
        if (key.equals("or-named")) {
            html.text("as ")
                    .text(DisplayNames.name(String.join(", ", names(mapping.get("modalities")))
                                    .replace(", ", "-"))
                            .replace(" ", ", "))
                    .text(" of the " + mapping.get("of"));
            return;
        }
        boolean codes = key.endsWith("-codes") || key.equals("code-ranges");
        String between = "";
        for (var entry : mapping.entrySet()) {
            String inner = String.valueOf(entry.getKey());
            html.text(between).text(codes ? inner : inner.replace('-', ' ')).text(" ");
            if (codes) {
                html.text(String.join(", ", names(entry.getValue())));
            } else {
                value(html, String.valueOf(entry.getKey()), entry.getValue());
            }
            between = "; ";
        }
    }

    /** The value of a setting with its unit, and its name; any other text as it is. */
    private void setting(Html html, String name) {
        html.text(plainSetting(name));
        if (content.settings().value(name) != null) {
            html.text(" ").span("setting", name);
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
