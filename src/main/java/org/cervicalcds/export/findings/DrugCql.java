package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.length;
import static org.cervicalcds.export.cql.CqlText.name;
import static org.cervicalcds.export.cql.CqlText.strings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.findings.TreatmentFinding;
import org.cervicalcds.engine.findings.TreatmentFinding.Proof;
import org.cervicalcds.engine.findings.drugs.DrugCourse;
import org.cervicalcds.engine.findings.drugs.DrugStart;
import org.cervicalcds.engine.findings.drugs.MedicationFinding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.Phrases;

/** Findings about drugs and treatments; the arithmetic of days is in the library CervicalDrugDays. */
final class DrugCql {
    private static final String USES = "Drugs.\"Uses\"";
    private static final String NEEDS =
            strings(List.of("medicationDispenses", "medicationRequests", "medicationStatements"));

    private final Codes codes;
    private final Phrases phrases;
    private final Evidence evidence;

    DrugCql(Codes codes, Phrases phrases, Evidence evidence) {
        this.codes = codes;
        this.phrases = phrases;
        this.evidence = evidence;
    }

    private static String span(String alias, Duration guess) {
        return "Drugs.SpanOf(" + alias + ".kind, " + alias + ".start, " + alias + ".last, " + alias + ".mayGoOn, "
                + alias + ".entry.proven, " + length(guess) + ")";
    }

    Written write(String finding, MedicationFinding definition, FindingText text) {
        MedicationFinding.Exposure exposure = definition.exposure();
        boolean counted = exposure != null;
        Search search = new Search(counted ? finding + " taken" : finding, USES, "U", counted ? "U" : "U.entry");
        if (definition.now() != null) {
            MedicationFinding.TakenNow now = definition.now();
            search.where("U.proves");
            search.where(
                    "(Coalesce(" + span("U", now.longestGuess()) + " contains Today(), false) or (U.kind = 'dispense'"
                            + " and Chart.IsWithin(U.entry.proven, " + length(now.dispensedWithin()) + ")))");
        } else {
            search.where(counted ? "U.proves" : "U.isActive");
        }
        search.where("not U.isFuture");
        if (definition.oralOnly()) {
            search.where("U.isOral");
        }
        String coded = codes.drug(definition.sets(), definition.codes(), "U");
        if (definition.orNamed() == null) {
            search.where(coded);
        } else {
            search.where(codes.drug(definition.sets(), CodeFilter.ALL, "U"));
            search.resting("(" + coded + " or "
                    + phrases.says(String.valueOf(text.keys().get("or-named")), "U.words", "U.language") + ")");
        }
        OrderCql.reason(search, definition.reason(), text, "U", codes, phrases);
        OrderCql.supply(search, definition.supply(), "U.length", "U.isInpatient");
        if (exposure == null) {
            return search.written(definition.needs());
        }
        List<Definition> definitions = new ArrayList<>(search.entries());
        String taken = Search.entries(finding + " taken");
        definitions.add(Definition.of(
                finding + " entries",
                "if Drugs.DaysBetween((" + taken + " U return all " + span("U", exposure.longestGuess())
                        + "), Today() - " + length(exposure.ofLast()) + ", Today() - 1 day) >= "
                        + exposure.atLeastDays(),
                "  then " + taken + " U return all U.entry",
                "  else Chart.\"No entries\""));
        definitions.add(Definition.of(finding, Search.answer(finding, false, NEEDS)));
        return new Written(Extent.GENERATED, definitions, false);
    }

    private Definition uses(String finding, List<ValueSet> sets, Duration guess) {
        return Search.define(
                finding + " uses",
                Definition.query(
                        USES,
                        "U",
                        List.of(
                                codes.drug(sets, CodeFilter.ALL, "U"),
                                "U.proves and not U.isFuture",
                                span("U", guess) + " is not null"),
                        "Tuple { entry: U.entry, span: " + span("U", guess) + " }"));
    }

    Written write(String finding, DrugCourse definition) {
        List<Definition> definitions = new ArrayList<>();
        definitions.add(uses(finding, definition.sets(), definition.longestGuess()));
        String uses = name(finding + " uses");
        String spans = "(" + uses + " S return all S.span)";
        String gap = definition.gapDays() + " days";
        definitions.add(Definition.of(finding + " days", "Drugs.EpisodeDays(" + spans + ", Today(), " + gap + ")"));
        String days = name(finding + " days");
        String order = definition.withOrder();
        if (order == null) {
            definitions.add(Definition.of(
                    finding + " entries",
                    "if " + days + " > " + definition.moreThan(),
                    "  then " + uses + " U",
                    "    where U.span overlaps Interval[Drugs.EpisodeStart(" + spans + ", Today(), " + gap
                            + "), Today() - 1 day]",
                    "    return all U.entry",
                    "  else Chart.\"No entries\""));
            definitions.add(Definition.of(finding, Search.answer(finding, false, NEEDS)));
            return new Written(Extent.GENERATED, definitions, false);
        }
        String longer = days + " + Coalesce(Drugs.LongestOf(E.ref), 0) > " + definition.moreThan();
        definitions.add(
                Definition.of(finding + " entries", "(" + evidence.entries(List.of(order)) + ") E where " + longer));
        definitions.add(Definition.of(
                finding,
                "if " + name(order) + " is null then null as Boolean else if not " + name(order) + " then false else "
                        + Search.answer(finding, false, NEEDS)));
        return new Written(Extent.GENERATED, definitions, false);
    }

    Written write(String finding, DrugStart definition) {
        List<Definition> definitions = new ArrayList<>();
        definitions.add(uses(finding, definition.sets(), definition.longestGuess()));
        String uses = name(finding + " uses");
        String first = "Drugs.EpisodeStart((" + uses + " S return all S.span), (date from E.at) + 1 day, "
                + definition.gapDays() + " days)";
        definitions.add(Definition.of(
                finding + " entries",
                "flatten ((" + evidence.entries(List.of(definition.before())) + ") E",
                "  let first: " + first,
                "  where E.at is not null and first >= (date from E.at) - " + length(definition.within()),
                "  return all (" + uses
                        + " U where U.span overlaps Interval[first, date from E.at] return all U.entry))"));
        definitions.add(Definition.of(
                finding,
                "if " + name(definition.before()) + " is null then null as Boolean else if not "
                        + name(definition.before()) + " then false else " + Search.answer(finding, false, NEEDS)));
        return new Written(Extent.GENERATED, definitions, false);
    }

    /** A treatment by the kinds of entries that prove it, each a list of its own. */
    Written write(String finding, TreatmentFinding definition, FindingText text) {
        List<Definition> definitions = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        boolean open = false;
        for (Proof proof :
                Stream.of(Proof.values()).filter(definition.by()::contains).toList()) {
            Search search =
                    switch (proof) {
                        case PROCEDURE ->
                            treated(finding + " done", "Chart.\"Procedures\"", "P", "P.report", "P", definition, text)
                                    .where("P.report.isDone");
                        case MEDICATION_REQUEST ->
                            treated(finding + " prescribed", USES, "U", "U", "U", definition, text)
                                    .where("U.kind = 'request' and U.proves");
                        case MEDICATION_ADMINISTRATION ->
                            treated(finding + " given", USES, "U", "U", "U", definition, text)
                                    .where("U.isGiven");
                        case SERVICE_REQUEST ->
                            treated(finding + " ordered", "Chart.\"Orders\"", "O", "O", "O", definition, text)
                                    .where(
                                            "not O.isOfCall and StartsWith(O.entry.ref, 'ServiceRequest/') and O.isDone");
                    };
            definitions.addAll(search.entries());
            lists.add(finding + nameOf(proof));
            open |= search.isOpen();
        }
        definitions.add(Definition.of(
                finding + " entries",
                "flatten { "
                        + String.join(", ", lists.stream().map(Search::entries).toList()) + " }"));
        if (open) {
            definitions.add(Definition.of(
                    finding + " open entries",
                    "flatten { "
                            + String.join(
                                    ", ",
                                    lists.stream().map(Search::openEntries).toList()) + " }"));
        }
        List<String> needs = definition.needs().stream()
                .map(need -> need.key())
                .filter(key -> !key.equals("medicationAdministrations"))
                .sorted()
                .toList();
        definitions.add(Definition.of(finding, Search.answer(finding, open, strings(needs))));
        return new Written(Extent.GENERATED, definitions, open);
    }

    private static String nameOf(Proof proof) {
        return switch (proof) {
            case PROCEDURE -> " done";
            case MEDICATION_REQUEST -> " prescribed";
            case MEDICATION_ADMINISTRATION -> " given";
            case SERVICE_REQUEST -> " ordered";
        };
    }

    private Search treated(
            String list,
            String source,
            String alias,
            String coded,
            String reasoned,
            TreatmentFinding definition,
            FindingText text) {
        Search search = new Search(list, source, alias, coded + ".entry")
                .where(
                        alias.equals("U")
                                ? codes.drug(definition.sets(), definition.codes(), "U")
                                : codes.concept(definition.sets(), definition.codes(), coded + ".codes"))
                .where("Chart.IsWithin(" + coded + ".entry.proven, " + length(definition.within()) + ")");
        TreatmentFinding.Purpose purpose = definition.purpose();
        if (purpose != null && text.keys().get("purpose") instanceof Map<?, ?> written) {
            List<String> ways = new ArrayList<>();
            ways.add("(not exists " + reasoned + ".reasons and " + reasoned + ".reasonWords = '' and " + reasoned
                    + ".site = '')");
            if (!purpose.clear().only().isEmpty()) {
                ways.add("exists (" + coded + ".codes K where "
                        + codes.isOneOf(purpose.clear().only(), "K") + ")");
            }
            if (!purpose.reasons().isEmpty()) {
                ways.add(codes.concept(purpose.reasons(), CodeFilter.ALL, reasoned + ".reasons"));
            }
            String words = String.valueOf(written.get("words"));
            ways.add(phrases.says(words, reasoned + ".reasonWords", reasoned + ".language"));
            ways.add(phrases.says(words, reasoned + ".site", reasoned + ".language"));
            search.resting(CqlText.any(ways));
        }
        return search;
    }
}
