package org.cervicalcds.export.cql;

import static org.cervicalcds.export.cql.CqlText.name;
import static org.cervicalcds.export.cql.CqlText.string;
import static org.cervicalcds.export.cql.CqlText.strings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** How codings are compared with value sets and rows in CQL: a code counts where it or one of the codes above it is in the set. */
public final class Codes {
    /** A drug of the record is known by the names of these where it has no known code. */
    private static final String DRUGS = "med-";

    private final Content content;
    private final Set<ValueSet> used = new LinkedHashSet<>();

    public Codes(Content content) {
        this.content = content;
    }

    /** The sets that were asked for, in the order of the content. */
    public List<ValueSet> used() {
        return content.terminology().valueSets().stream().filter(used::contains).toList();
    }

    public ValueSetText text(ValueSet set) {
        ValueSetText text = content.text().valueSets().get(set.id());
        if (text == null) {
            throw new IllegalStateException(set.id());
        }
        return text;
    }

    /** Says that a coding is in a set. */
    public String in(ValueSet set, String coding) {
        List<String> conditions = conditions(set, coding);
        return conditions.size() == 1 ? conditions.get(0) : "(" + CqlText.all(conditions) + ")";
    }

    /** The same as several conditions: fewer brackets are read much faster by the translator. */
    private List<String> conditions(ValueSet set, String coding) {
        used.add(set);
        List<String> conditions = new ArrayList<>();
        List<String> whole = wholeCodes(set);
        if (whole.isEmpty()) {
            conditions.add(coding + ".up in " + name(set.id()));
        } else {
            conditions.add("exists (" + coding + ".up U where U in " + name(set.id())
                    + " and (not (Codes.NameOf(U.system) + '|' + U.code in " + strings(whole) + ") or U.code = "
                    + coding
                    + ".code))");
        }
        List<String> never = rows(text(set).never());
        if (!never.isEmpty()) {
            conditions.add("not Chart.IsOneOf(" + coding + ".up, " + strings(never) + ")");
        }
        return conditions;
    }

    /** Says that a coding is in one of some sets, as conditions of which all must hold. */
    public List<String> amongSets(List<ValueSet> sets, String coding) {
        return sets.size() == 1 ? conditions(sets.get(0), coding) : List.of(inOneOf(sets, coding));
    }

    /** Rows that stand for one code and none below it. */
    private List<String> wholeCodes(ValueSet set) {
        List<String> whole = new ArrayList<>();
        content.terminology().codesOf(set).forEach((system, rows) -> rows.stream()
                .filter(row -> row.startsWith("="))
                .forEach(row -> whole.add(system.name() + "|" + canonical(system, row))));
        return whole;
    }

    public String inOneOf(List<ValueSet> sets, String coding) {
        return CqlText.any(sets.stream().map(set -> in(set, coding)).toList());
    }

    /** Says that an entry has a coding in one of the sets that a filter lets pass. */
    public String concept(List<ValueSet> sets, CodeFilter filter, String codings) {
        List<String> conditions = new ArrayList<>(amongSets(sets, "K"));
        conditions.addAll(filter(filter, "K"));
        return "exists (" + codings + " K where " + CqlText.all(conditions) + ")";
    }

    /** As above for a drug, which may be known by its name. */
    public String drug(List<ValueSet> sets, CodeFilter filter, String use) {
        String coded = concept(sets, filter, use + ".codes");
        List<String> names = new ArrayList<>();
        for (ValueSet set : sets) {
            if (set.id().startsWith(DRUGS)) {
                names.addAll(text(set).codes().getOrDefault("rxnorm", Map.of()).values());
            }
        }
        if (names.isEmpty() || !filter.only().isEmpty() || !filter.except().isEmpty()) {
            return coded;
        }
        return "(" + coded + " or (not " + use + ".isKnown and Chart.NamesDrug(" + use + ".words, "
                + string(String.join("|", names)) + ")))";
    }

    public List<String> filter(CodeFilter filter, String coding) {
        List<String> conditions = new ArrayList<>();
        if (!filter.only().isEmpty()) {
            conditions.add(isOneOf(filter.only(), coding));
        }
        if (!filter.except().isEmpty()) {
            conditions.add("not " + isOneOf(filter.except(), coding));
        }
        return conditions;
    }

    public String isOneOf(Map<String, List<String>> bySystem, String coding) {
        return "Chart.IsOneOf(" + coding + ".up, " + strings(rows(bySystem)) + ")";
    }

    private List<String> rows(Map<String, List<String>> bySystem) {
        List<String> rows = new ArrayList<>();
        new TreeMap<>(bySystem).forEach((system, codes) -> codes.forEach(code -> rows.add(system + "|" + code)));
        return rows;
    }

    /** A code as its system writes it: ICD codes with their dot, the rest as it stands. */
    public static String canonical(CodeSystem system, String row) {
        String code = row.startsWith("=") ? row.substring(1) : row;
        if (system.matching() == CodeSystem.Matching.EXACT) {
            return code;
        }
        String normal = system.normal(code).toUpperCase(Locale.ROOT);
        int category = isNinth(system) && normal.startsWith("E") ? 4 : 3;
        return normal.length() > category ? normal.substring(0, category) + "." + normal.substring(category) : normal;
    }

    public static boolean isNinth(CodeSystem system) {
        return system.matching() == CodeSystem.Matching.UNDOTTED_EXACT;
    }

    @Nullable
    public String label(ValueSet set, CodeSystem system, String row) {
        return text(set).codes().getOrDefault(system.name(), Map.of()).get(row);
    }
}
