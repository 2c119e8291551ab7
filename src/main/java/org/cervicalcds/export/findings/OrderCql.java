package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.string;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.ReasonRule;
import org.cervicalcds.engine.criteria.SupplyRule;
import org.cervicalcds.engine.findings.OrderFinding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.Phrases;

/** Findings about orders, of the call and of the record. */
final class OrderCql {
    private final Codes codes;
    private final Phrases phrases;
    private final Evidence evidence;

    OrderCql(Codes codes, Phrases phrases, Evidence evidence) {
        this.codes = codes;
        this.phrases = phrases;
        this.evidence = evidence;
    }

    Written write(String finding, OrderFinding definition, FindingText text) {
        Search search = new Search(finding, source(definition.scope()), "O", "O.entry");
        meant(search, definition, text);
        if (!definition.codes().except().isEmpty()) {
            search.where("not exists (O.codes K where "
                    + codes.isOneOf(definition.codes().except(), "K") + ")");
        }
        if (definition.withoutText() != null) {
            search.resting("not " + phrases.says(text(text, "without-text"), "O.words", "O.language"));
        }
        if (definition.notOfLimb()) {
            search.where("not O.isOfLimb");
        }
        reason(search, definition.reason(), text, "O", codes, phrases);
        supply(search, definition.supply(), "Drugs.LengthOf(O.entry.ref)", "Drugs.IsInpatient(O.entry.ref)");
        if (definition.among() != null) {
            evidence.among(search, List.of(definition.among()), "O.entry.ref", true);
        }
        evidence.among(search, definition.notAmong(), "O.entry.ref", false);
        if (!definition.performer().sets().isEmpty() || definition.performer().text() != null) {
            performer(search, definition, text);
        }
        List<Definition> definitions = new ArrayList<>(search.entries());
        definitions.add(Definition.of(finding, search.answer(needs(definition.scope()))));
        return new Written(search.extent(), definitions, search.isOpen());
    }

    private static String source(OrderFinding.Scope scope) {
        return switch (scope) {
            case TRIGGER -> "Chart.\"Triggering orders\"";
            case SELECTED_DRAFT -> "Chart.\"Selected drafts\"";
            case ANY_DRAFT -> "Chart.\"Drafted orders\"";
            case ANY -> "Chart.\"Orders drafted or active\"";
        };
    }

    private static String needs(OrderFinding.Scope scope) {
        return switch (scope) {
            case TRIGGER -> "if Chart.\"Is about the record\" then { 'serviceRequests' } else { 'dispatchedOrders' }";
            case SELECTED_DRAFT, ANY_DRAFT -> "{ 'dispatchedOrders' }";
            case ANY -> "{ 'dispatchedOrders', 'serviceRequests' }";
        };
    }

    private static String text(FindingText text, String key) {
        return String.valueOf(text.keys().get(key));
    }

    /** One of code, category, range, name and words is enough; with none of them every order is meant. */
    private void meant(Search search, OrderFinding definition, FindingText text) {
        List<String> ways = new ArrayList<>();
        if (!definition.sets().isEmpty()) {
            ways.add(codes.drug(
                    definition.sets(), new CodeFilter(definition.codes().only(), Map.of()), "O"));
        }
        for (ValueSet set : definition.categories()) {
            ways.add("exists (O.categories K where " + codes.in(set, "K") + ")");
        }
        new TreeMap<>(definition.ranges().ranges())
                .forEach((system, ranges) -> ranges.forEach(range -> ways.add(
                        "exists (O.codes K where Codes.NameOf(K.system) = " + string(system) + " and Length(K.code) = "
                                + range.first().length() + " and K.code >= " + string(range.first()) + " and K.code <= "
                                + string(range.last()) + ")")));
        if (definition.byName() != null) {
            ways.add("(not O.isKnown and " + ReportCql.names(definition.byName(), "O.name") + ")");
        }
        if (definition.text() != null) {
            ways.add(phrases.says(text(text, "text"), "O.words", "O.language"));
            search.resting(CqlText.any(ways));
        } else if (!ways.isEmpty()) {
            search.where(CqlText.any(ways));
        }
    }

    /** What the reason must be: one code of the sets is enough, but a code that is known for something else is another reason. */
    static void reason(Search search, ReasonRule rule, FindingText text, String alias, Codes codes, Phrases phrases) {
        if (rule.text() != null) {
            search.resting(phrases.says(
                    String.valueOf(text.keys().get("reason-text")), alias + ".reasonWords", alias + ".language"));
        }
        if (!rule.in().isEmpty()) {
            String meant = codes.inOneOf(rule.in(), "K");
            String fits = "(exists (" + alias + ".reasons K where " + meant + ") and not exists (" + alias
                    + ".reasons K where K.up in Chart.\"known codes\" and not " + meant + "))";
            search.where(rule.mustBeGiven() ? fits : "(not exists " + alias + ".reasons or " + fits + ")");
        }
    }

    static void supply(Search search, SupplyRule rule, String length, String inpatient) {
        if (rule.lengthUnknown()) {
            search.where(length + " is null");
        }
        if (rule.notInpatientUpTo() != null) {
            search.where(
                    "not (" + inpatient + " and Coalesce(" + length + " <= " + rule.notInpatientUpTo() + ", false))");
        }
    }

    /** Asked where orders are dispatched to somebody, and holds nowhere else; who could not be read leaves it open. */
    private void performer(Search search, OrderFinding definition, FindingText text) {
        List<String> ways = new ArrayList<>();
        if (!definition.performer().sets().isEmpty()) {
            ways.add(codes.concept(definition.performer().sets(), CodeFilter.ALL, "P.codes"));
        }
        if (definition.performer().text() != null) {
            ways.add(phrases.says(text(text, "performer-text"), "P.words", "''"));
        }
        ways.add("(P.isUnknown and (null as Boolean))");
        search.where("Chart.\"Hook\" = 'order-dispatch'");
        search.resting("First(Chart.\"Performers of orders\" P where P.order = O.entry.ref return all "
                + CqlText.any(ways) + ")");
    }
}
