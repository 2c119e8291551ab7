package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.name;
import static org.cervicalcds.export.cql.CqlText.strings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;

/**
 * A search through entries for one finding: what it looks through, what surely holds or not, and what words leave open.
 *
 * <p>It becomes {@code "x entries"}, where words decide also {@code "x judged"} and {@code "x open entries"}, and {@code "x"} itself.
 */
public final class Search {
    private final String finding;
    private final String source;
    private final String alias;
    private final String entry;
    private final List<String> sure = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private boolean readsReports;

    /** @param entry what counts as evidence, such as {@code C.entry} */
    Search(String finding, String source, String alias, String entry) {
        this.finding = finding;
        this.source = source;
        this.alias = alias;
        this.entry = entry;
    }

    static String entries(String finding) {
        return name(finding + " entries");
    }

    static String openEntries(String finding) {
        return name(finding + " open entries");
    }

    /** Adds a condition that is true or false. */
    Search where(String condition) {
        sure.add(condition);
        return this;
    }

    Search where(List<String> conditions) {
        sure.addAll(conditions);
        return this;
    }

    /** Adds a condition on what a report says, of which CQL does not read all. */
    Search judging(String condition) {
        readsReports = true;
        return resting(condition);
    }

    /** Adds a condition that is null where another finding is, or where words cannot be read. */
    Search resting(String condition) {
        open.add(condition);
        return this;
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** What other findings leave open is theirs. */
    Extent extent() {
        return readsReports ? Extent.WORDS_OPEN : Extent.GENERATED;
    }

    /** The definitions of the entries. */
    List<Definition> entries() {
        if (!isOpen()) {
            return List.of(define(finding + " entries", Definition.query(source, alias, sure, entry)));
        }
        String judged = name(finding + " judged");
        return List.of(
                define(
                        finding + " judged",
                        Definition.query(
                                source,
                                alias,
                                sure,
                                "Tuple { entry: " + entry + ", counts: " + CqlText.all(open) + " }")),
                Definition.of(finding + " entries", "Chart.Counting(" + judged + ")"),
                Definition.of(finding + " open entries", "Chart.LeftOpen(" + judged + ")"));
    }

    /** The definitions with the answer: found, open, or absent where all that is needed was supplied. */
    Written written(Set<Need> needs) {
        List<Definition> definitions = new ArrayList<>(entries());
        definitions.add(Definition.of(finding, answer(keys(needs))));
        return new Written(extent(), definitions, isOpen());
    }

    static String keys(Set<Need> needs) {
        return strings(needs.stream().map(Need::key).sorted().toList());
    }

    /** What the entries make of the finding. */
    String answer(String keys) {
        return isOpen()
                ? "Chart.Decided(" + name(finding + " judged") + ", " + keys + ")"
                : answer(finding, false, keys);
    }

    static String answer(String finding, boolean open, String keys) {
        return open
                ? "Chart.Judged(" + entries(finding) + ", exists " + openEntries(finding) + ", " + keys + ")"
                : "Chart.Found(" + entries(finding) + ", " + keys + ")";
    }

    public static Definition define(String name, List<String> body) {
        return new Definition(List.of(), CqlText.name(name), body);
    }
}
