package org.cervicalcds.export.cql;

import static org.cervicalcds.export.cql.CqlText.string;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.jspecify.annotations.Nullable;

/** Lists of phrases, as the library of words looks for them. */
public final class Phrases {
    private static final String STEMS = "says stems of ";

    private final Content content;
    private final Map<String, Definition> used = new LinkedHashMap<>();

    public Phrases(Content content) {
        this.content = content;
    }

    /**
     * Says whether words say one of the phrases of a list: true, false, or null where they cannot be read.
     *
     * @param language of the words, as their resource says
     */
    public String says(String list, String words, String language) {
        used.computeIfAbsent("says " + list, function -> definition(function, list));
        return CqlText.name("says " + list) + "(" + words + ", " + language + ")";
    }

    /** The same for stems, which may stand anywhere in a word: false where none is there, else null. */
    public String saysStem(String list, String words) {
        String function = STEMS + list;
        used.computeIfAbsent(
                function,
                ignored -> new Definition(
                        List.of(),
                        "function " + CqlText.name(function) + "(words String)",
                        List.of("Chart.SaysStem(words, " + string(quick(list)) + ")")));
        return CqlText.name(function) + "(" + words + ")";
    }

    private List<Object> written(String list) {
        return content.text().phrases().getOrDefault(list, List.of());
    }

    private String quick(String list) {
        return String.join(
                "|",
                written(list).stream()
                        .map(one -> pattern(one instanceof Map<?, ?> map ? map.get("phrase") : one))
                        .toList());
    }

    private Definition definition(String function, String list) {
        List<String> body = new ArrayList<>();
        body.add("Words.Says(words, language, " + string(quick(list)) + ", {");
        List<Object> all = written(list);
        for (int i = 0; i < all.size(); i++) {
            Map<?, ?> phrase = all.get(i) instanceof Map<?, ?> map ? map : Map.of("phrase", all.get(i));
            String text = String.valueOf(phrase.get("phrase"));
            boolean keepsCase = text.contains("(?-i:");
            body.add("  Tuple { phrase: " + string(keepsCase ? keepingCase(text) : pattern(text)) + ", keepsCase: "
                    + keepsCase + ", later: " + limit(phrase.get("then")) + ", notAbout: "
                    + limit(phrase.get("not-about")) + ", unlessAbout: " + limit(phrase.get("unless-about"))
                    + ", neverAbout: " + limit(phrase.get("never-about")) + " }" + (i + 1 < all.size() ? "," : ""));
        }
        body.add("})");
        return new Definition(
                List.of(), "function " + CqlText.name(function) + "(words String, language String)", body);
    }

    private static String limit(@Nullable Object phrase) {
        return phrase == null ? "null as String" : string(pattern(phrase));
    }

    /** The expression for folded text: small letters, a blank for a hyphen outside of a class. */
    private static String pattern(@Nullable Object phrase) {
        return folded(String.valueOf(phrase).replace("(?-i:", "(?:").toLowerCase(Locale.ROOT));
    }

    private static String folded(String phrase) {
        StringBuilder pattern = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < phrase.length(); i++) {
            char c = phrase.charAt(i);
            if (c == '\\' && phrase.charAt(i + 1) == 'w') {
                pattern.append(inClass ? WordsLibrary.LETTER : "[" + WordsLibrary.LETTER + "]");
                i++;
                continue;
            }
            if (c == '\\') {
                pattern.append(c).append(phrase.charAt(++i));
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            pattern.append(c == '-' && !inClass && !pattern.toString().endsWith("(?") ? ' ' : c);
        }
        return pattern.toString();
    }

    /** For a text in capital and small letters: a part in (?-i:…) as it stands, the rest in both. */
    private static String keepingCase(String phrase) {
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        for (int at = phrase.indexOf("(?-i:"); at >= 0; at = phrase.indexOf("(?-i:", from)) {
            int end = phrase.indexOf(')', at);
            pattern.append(eitherCase(phrase.substring(from, at)));
            pattern.append("(?:").append(folded(phrase.substring(at + 5, end))).append(')');
            from = end + 1;
        }
        return pattern.append(eitherCase(phrase.substring(from))).toString();
    }

    private static String eitherCase(String phrase) {
        StringBuilder pattern = new StringBuilder();
        boolean inClass = false;
        String folded = folded(phrase);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            inClass = c == '[' || (inClass && c != ']');
            if (c == '\\') {
                pattern.append(c).append(folded.charAt(++i));
            } else if (Character.isLetter(c)) {
                String both = "" + Character.toLowerCase(c) + Character.toUpperCase(c);
                pattern.append(inClass ? both : "[" + both + "]");
            } else {
                pattern.append(c);
            }
        }
        return pattern.toString();
    }

    /** One pattern for several expressions. */
    public static String anyOf(List<String> expressions) {
        return String.join("|", expressions.stream().map(Phrases::pattern).toList());
    }

    /** What the findings say of words. */
    public List<Definition> definitions() {
        return used.values().stream()
                .sorted(Comparator.comparing(Definition::head))
                .toList();
    }
}
