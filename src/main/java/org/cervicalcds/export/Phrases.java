package org.cervicalcds.export;

import static org.cervicalcds.export.CqlText.string;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;

/**
 * Lists of phrases as patterns. CQL tells that none of them is there, and that one is there in a text without any word that could negate it;
 * in between it does not judge.
 */
final class Phrases {
    private static final String TURNING = "Turning words";

    /** The lists of a language that say what is not so, or is so of somebody else. */
    private static final Set<String> NEGATING = Set.of(
            "negation",
            "not",
            "negation-of-few",
            "negation-of-one",
            "excluding",
            "dismissal",
            "family-history",
            "relative",
            "answer-no");

    private final Content content;
    private final Map<String, Definition> used = new LinkedHashMap<>();

    Phrases(Content content) {
        this.content = content;
    }

    /** Says whether words say one of the phrases of a list: true, false, or null where CQL cannot tell. */
    String says(String list, boolean stems, String words) {
        String function = (stems ? "says stems of " : "says ") + list;
        used.computeIfAbsent(function, ignored -> definition(function, list, stems));
        return CqlText.name(function) + "(" + words + ")";
    }

    private Definition definition(String function, String list, boolean stems) {
        List<String> phrases = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (Object written : content.text().phrases().getOrDefault(list, List.of())) {
            boolean limited = written instanceof Map;
            String phrase = written instanceof Map<?, ?> map ? String.valueOf(map.get("phrase")) : written.toString();
            phrases.add(pattern(phrase));
            if (!limited && !phrase.contains("(?-i")) {
                plain.add(pattern(phrase));
            }
        }
        String body = stems
                ? "Chart.SaysStem(words, " + string(String.join("|", phrases)) + ")"
                : "Chart.Says(words, " + string(String.join("|", phrases)) + ", " + string(String.join("|", plain))
                        + ", " + CqlText.name(TURNING) + ")";
        return new Definition(List.of(), "function " + CqlText.name(function) + "(words String)", List.of(body));
    }

    /** The expression for folded text: small letters, a blank for a hyphen outside of a class. */
    private static String pattern(String phrase) {
        StringBuilder pattern = new StringBuilder();
        boolean inClass = false;
        for (char c : phrase.replace("(?-i:", "(?:").toLowerCase(Locale.ROOT).toCharArray()) {
            inClass = c == '[' || (inClass && c != ']');
            pattern.append(c == '-' && !inClass ? ' ' : c);
        }
        return pattern.toString();
    }

    /** One pattern for several expressions. */
    static String anyOf(List<String> expressions) {
        return String.join("|", expressions.stream().map(Phrases::pattern).toList());
    }

    /** What the findings say of words, and the words that could turn it round. */
    List<Definition> definitions() {
        List<Definition> all = new ArrayList<>();
        if (!used.isEmpty()) {
            all.add(
                    Definition.of(TURNING, string(turning()))
                            .saying(
                                    List.of(
                                            "Words of all languages that could negate what stands beside them, or say it of somebody else.")));
        }
        used.values().stream().sorted(Comparator.comparing(Definition::head)).forEach(all::add);
        return all;
    }

    private String turning() {
        TreeSet<String> turning = new TreeSet<>();
        content.text()
                .languages()
                .values()
                .forEach(language -> language.forEach((list, words) -> {
                    if (NEGATING.contains(list)) {
                        add(words, turning);
                    }
                }));
        return String.join("|", turning);
    }

    private static void add(Object written, TreeSet<String> words) {
        if (written instanceof List<?> list) {
            list.forEach(one -> add(one, words));
        } else {
            String word = written.toString().toLowerCase(Locale.ROOT).replace('-', ' ');
            if (word.chars().allMatch(c -> c < 0x80)) {
                words.add(Pattern.compile("[^a-z0-9 ']").matcher(word).replaceAll("\\\\$0"));
            }
        }
    }
}
