package org.cervicalcds.export.cql;

import static org.cervicalcds.export.cql.CqlText.string;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;

/** What the library of words leaves to the content: the words that turn a statement round, and those that tell a language. */
public final class WordsLibrary {
    public static final String NAME = "CervicalWords";

    /** Letters, digits and the underscore, in a class. */
    static final String LETTER = "A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153";

    private static final String UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0152";
    private static final String LOWER = "a-z\u00df-\u00f6\u00f8-\u00ff\u0153";

    /** A text in which several languages are read at once. */
    private static final String ALL = "all";

    private static final Set<String> NOT_IN_SENTENCES = Set.of("telling", "abbreviation");

    private final Map<String, Map<String, Set<String>>> words = new LinkedHashMap<>();
    private final Map<String, Set<String>> telling = new TreeMap<>();
    private final Set<String> known;
    private final List<String> whole;

    public WordsLibrary(Content content) {
        this.whole = List.of(String.valueOf(content.settings().value("report-language"))
                .strip()
                .split(" *, *"));
        Map<String, Map<String, Object>> languages = content.text().languages();
        this.known = new TreeSet<>(languages.keySet());
        Map<String, Set<String>> all = new TreeMap<>();
        languages.forEach((language, roles) -> roles.forEach((role, written) -> {
            if (written instanceof List<?> list) {
                for (Object word : list) {
                    String folded = word.toString()
                            .toLowerCase(Locale.ROOT)
                            .replace('-', ' ')
                            .strip();
                    words.computeIfAbsent(language, key -> new TreeMap<>())
                            .computeIfAbsent(role, key -> new TreeSet<>())
                            .add(folded);
                    all.computeIfAbsent(role, key -> new TreeSet<>()).add(folded);
                }
            }
        }));
        words.keySet().retainAll(whole);
        words.put(ALL, all);
        languages.forEach((language, roles) -> {
            if (roles.get("telling") instanceof List<?> list) {
                Set<String> own = telling.computeIfAbsent(language, key -> new TreeSet<>());
                list.forEach(word -> own.add(word.toString().toLowerCase(Locale.ROOT)));
            }
        });
    }

    private static int count(String words) {
        int count = 0;
        java.util.regex.Matcher matcher = Pattern.compile("[" + LETTER + "]+(?:'[ts](?![" + LETTER + "]))?")
                .matcher(words);
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    private static String quoted(String words) {
        return Pattern.compile("[^A-Za-z0-9 _'\u00c0-\u0153]").matcher(words).replaceAll("\\\\$0");
    }

    /** The same in capital and small letters. */
    public static String inAnyCase(String words) {
        StringBuilder pattern = new StringBuilder();
        for (char c : words.toCharArray()) {
            char upper = Character.toUpperCase(c);
            boolean two = upper != c && Character.toLowerCase(upper) == c;
            pattern.append(two ? "[" + c + upper + "]" : quoted(String.valueOf(c)));
        }
        return pattern.toString();
    }

    private static Map<Integer, List<String>> byCount(Set<String> words) {
        Map<Integer, List<String>> byCount = new TreeMap<>();
        for (String one : words) {
            if (count(one) > 0) {
                byCount.computeIfAbsent(count(one), key -> new ArrayList<>()).add(one);
            }
        }
        return byCount;
    }

    private static String pattern(int count, List<String> words) {
        String any = words.stream().map(WordsLibrary::quoted).collect(Collectors.joining("|"));
        String end = count == 1 ? "(?:'s)?(?![" + LETTER + "]|'[ts](?![" + LETTER + "]))" : "(?![" + LETTER + "])";
        return "(?:" + any + ")" + end + "[\\s\\S]*";
    }

    private String guards() {
        List<String> rows = new ArrayList<>();
        words.forEach((language, roles) -> roles.forEach((role, all) -> {
            if (!NOT_IN_SENTENCES.contains(role)) {
                byCount(all)
                        .forEach((count, some) -> rows.add("    Tuple { language: " + string(language) + ", does: "
                                + string(role) + ", count: " + count + ", pattern: " + string(pattern(count, some))
                                + " }"));
            }
        }));
        return String.join(",\n", rows);
    }

    private String telling() {
        List<String> rows = new ArrayList<>();
        for (String language : known) {
            for (String word : telling.getOrDefault(language, Set.of())) {
                rows.add("    Tuple { language: " + string(language) + ", word: " + string(word) + " }");
            }
        }
        return String.join(",\n", rows);
    }

    private String languages(Function<String, String> line) {
        return known.stream().map(line).collect(Collectors.joining(", "));
    }

    private String cases(Function<Map<String, Set<String>>, String> pattern) {
        List<String> lines = new ArrayList<>();
        words.forEach((language, roles) -> {
            String found = pattern.apply(roles);
            if (!found.isEmpty()) {
                lines.add("      when " + string(language) + " then " + string(found));
            }
        });
        return String.join("\n", lines);
    }

    private static String abbreviations(Map<String, Set<String>> roles) {
        List<String> dots = new ArrayList<>();
        for (String one : roles.getOrDefault("abbreviation", Set.of())) {
            for (int at = one.indexOf('.'); at >= 0; at = one.indexOf('.', at + 1)) {
                String after = inAnyCase(one.substring(at + 1));
                dots.add("(?<=(?<![" + LETTER + "])"
                        + inAnyCase(one.substring(0, at)).replace("\\.", "[.\uE006]") + ")[.]"
                        + (after.isEmpty() ? "" : "(?=" + after + ")"));
            }
        }
        return String.join("|", dots);
    }

    private static String families(Map<String, Set<String>> roles) {
        Set<String> family = new TreeSet<>(roles.getOrDefault("family-history", Set.of()));
        family.addAll(roles.getOrDefault("relative", Set.of()));
        List<String> ways = new ArrayList<>();
        byCount(family).forEach((count, some) -> {
            String any = some.stream().map(WordsLibrary::inAnyCase).collect(Collectors.joining("|"));
            String end = count == 1 ? "(?:'[sS])?(?![" + LETTER + "]|'[ts](?![" + LETTER + "]))" : "";
            ways.add("(?:" + any + ")" + end + "(?:[^" + LETTER + ":\uE000]+[" + LETTER + "]+(?:'[ts](?![" + LETTER
                    + "]))?){0," + (6 - count) + "}");
        });
        return ways.isEmpty()
                ? ""
                : "((?<![" + LETTER + "])(?:" + String.join("|", ways) + ")[^" + LETTER + ":\uE000]*):";
    }

    /** The marks of the hand-written library. */
    public Map<String, String> marks() {
        Set<String> asking = new TreeSet<>();
        words.forEach((language, roles) -> {
            if (roles.values().stream().anyMatch(all -> all.contains("?"))) {
                asking.add(language);
            }
        });
        List<String> threeLetters = known.stream()
                .map(language -> "    when language = "
                        + string(Locale.forLanguageTag(language).getISO3Language()) + " then " + string(language))
                .toList();
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put("GUARDS", guards());
        marks.put("TELLING", telling());
        marks.put("LETTER", LETTER);
        marks.put("ALNUM", LETTER.replace("_", ""));
        marks.put("UPPER", UPPER);
        marks.put("LOWER", LOWER);
        marks.put("THREE-LETTERS", String.join("\n", threeLetters));
        marks.put("ZEROS", languages(language -> language + ": 0"));
        marks.put("ENOUGH", "Max({ " + languages(language -> "C." + language) + " }) >= 12");
        marks.put(
                "COUNTS",
                languages(language ->
                        language + ": C." + language + " + (if Tells(W, " + string(language) + ") then 1 else 0)"));
        marks.put("COUNT-TYPES", languages(language -> language + " Integer"));
        marks.put(
                "COUNT-LIST",
                languages(language -> "Tuple { language: " + string(language) + ", count: counts." + language + " }"));
        marks.put("COUNT-FIELDS", languages(language -> "counts." + language));
        marks.put("WHOLE", quotedList(whole));
        marks.put("KNOWN", quotedList(known));
        marks.put(
                "BY-WORDS",
                whole.size() == 1
                        ? string(whole.get(0))
                        : "(if ByWords(text) in { " + quotedList(whole) + " } then ByWords(text) else " + string(ALL)
                                + ")");
        marks.put("ASKING", asking.isEmpty() ? "''" : quotedList(asking));
        marks.put("ABBREVIATIONS", cases(WordsLibrary::abbreviations));
        marks.put("FAMILIES", cases(WordsLibrary::families));
        return marks;
    }

    private static String quotedList(Iterable<String> words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(string(word)));
        return String.join(", ", all);
    }
}
