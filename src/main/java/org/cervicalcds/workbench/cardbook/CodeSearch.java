package org.cervicalcds.workbench.cardbook;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;

/** Finds value sets by words and says of a code in which of them it is, with the same look-up that answers hook calls. */
final class CodeSearch {
    /** Rows sent of one value set. */
    static final int MOST_ROWS = 100;

    private static final int LONGEST = 300;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.\\-]{0,63}");
    private static final Pattern DIGIT = Pattern.compile("\\d");

    private final Content content;
    private final Terminology terminology;
    private final ValueSetUse use;
    private final Set<CodeSystem> systems = new LinkedHashSet<>();

    CodeSearch(Content content) {
        this.content = content;
        this.terminology = content.terminology();
        this.use = new ValueSetUse(content);
        terminology
                .valueSets()
                .forEach(set -> systems.addAll(terminology.codesOf(set).keySet()));
    }

    /**
     * What a search found.
     *
     * @param isCode the text was read as a code, so that no place in {@code codes} means: in no value set
     * @param knownSystem false where the text names a code system that is not known here
     */
    record Found(String text, boolean isCode, boolean knownSystem, List<CodePlace> codes, List<SetPage> valueSets) {}

    /** A code of one code system, and the value sets that it belongs to. */
    record CodePlace(
            String system, String code, String label, List<SetPage> valueSets, List<String> onlyWithNeckNamed) {}

    /**
     * A value set.
     *
     * @param size number of its rows
     * @param rows those that were found, {@value #MOST_ROWS} at the most
     */
    record SetPage(
            String id,
            String title,
            boolean unused,
            int size,
            List<Row> rows,
            List<String> findings,
            List<ValueSetUse.Named> cards) {}

    /** One code of a value set with our words for it. */
    record Row(String system, String code, String label) {}

    /** What the findings are called and which value sets they rest on, by name. */
    Map<String, List<ValueSetUse.Named>> valueSetsByFinding() {
        Map<String, List<ValueSetUse.Named>> sets = new TreeMap<>();
        content.text().findings().keySet().forEach(name -> sets.put(name, use.valueSetsOf(name)));
        return sets;
    }

    /** By a code, alone or as {@code system|code}, and by words: each must occur in a row or in the title of its set. */
    Found find(String asked) {
        String text = asked.strip();
        if (text.length() > LONGEST) {
            text = text.substring(0, LONGEST);
        }
        int bar = text.lastIndexOf('|');
        String system = bar < 0 ? "" : text.substring(0, bar).strip();
        String code = text.substring(bar + 1).strip();
        boolean isCode =
                CODE.matcher(code).matches() && (bar >= 0 || DIGIT.matcher(code).find());
        boolean known = system.isEmpty() || systems.stream().anyMatch(one -> one.isNamed(system));
        List<CodePlace> places = isCode ? places(system, code) : List.of();
        return new Found(text, isCode, known, places, bar >= 0 ? List.of() : byWords(text));
    }

    private List<CodePlace> places(String systemName, String code) {
        List<CodePlace> places = new ArrayList<>();
        for (CodeSystem system : systems) {
            Coding coding = terminology.coding(system.uri(), code, null);
            if (coding.sets().isEmpty()
                    || coding.system() != system
                    || !(systemName.isEmpty() || system.isNamed(systemName))) {
                continue;
            }
            List<SetPage> sets = new ArrayList<>();
            List<String> neck = new ArrayList<>();
            Memberships onlyWithNeckNamed = terminology.onlyWithNeckNamed(coding);
            for (ValueSet set : terminology.valueSets()) {
                if (coding.sets().in(set)) {
                    ValueSetText text = content.text().valueSets().get(set.id());
                    if (text != null) {
                        sets.add(page(text, rowsCovering(text, system, code)));
                    }
                    if (onlyWithNeckNamed.in(set)) {
                        neck.add(set.id());
                    }
                }
            }
            places.add(new CodePlace(system.name(), code, coding.label() == null ? "" : coding.label(), sets, neck));
        }
        return places;
    }

    private static List<Row> rowsCovering(ValueSetText set, CodeSystem system, String code) {
        return rows(set).stream()
                .filter(row -> row.system().equals(system.name()) && system.matches(row.code(), code))
                .toList();
    }

    private List<SetPage> byWords(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("\\s+"));
        List<SetPage> found = new ArrayList<>();
        for (ValueSetText set : content.text().valueSets().values()) {
            String title = (set.id() + " " + set.title()).toLowerCase(Locale.ROOT);
            List<Row> rows = rows(set).stream()
                    .filter(row -> {
                        String said = title + " "
                                + (row.system() + " " + row.code() + " " + row.label()).toLowerCase(Locale.ROOT);
                        return words.stream().allMatch(said::contains);
                    })
                    .toList();
            if (!rows.isEmpty() || words.stream().allMatch(title::contains)) {
                found.add(page(set, text.isEmpty() ? List.of() : rows));
            }
        }
        return found;
    }

    private SetPage page(ValueSetText set, List<Row> rows) {
        return new SetPage(
                set.id(),
                set.title(),
                set.unused(),
                rows(set).size(),
                rows.stream().limit(MOST_ROWS).toList(),
                use.findings(set.id()),
                use.cards(set.id()));
    }

    private static List<Row> rows(ValueSetText set) {
        List<Row> rows = new ArrayList<>();
        set.codes().forEach((system, codes) -> codes.forEach((code, label) -> rows.add(new Row(system, code, label))));
        return rows;
    }
}
