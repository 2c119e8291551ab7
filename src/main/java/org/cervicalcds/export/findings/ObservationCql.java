package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.decimal;
import static org.cervicalcds.export.cql.CqlText.length;
import static org.cervicalcds.export.cql.CqlText.name;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.Quantity;
import org.cervicalcds.engine.findings.ObservationFinding;
import org.cervicalcds.engine.findings.WeightLoss;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.Definition;

/** Findings about observations: values with their units, coded values, answers, loss of weight. */
final class ObservationCql {
    private static final String OBSERVATIONS = "Chart.\"Observations\"";

    private final Codes codes;

    ObservationCql(Codes codes) {
        this.codes = codes;
    }

    Written write(String finding, ObservationFinding definition) {
        List<String> accepted = new ArrayList<>();
        accepted.add(definition.preliminaryCounts() ? "(O.isFinal or O.status = 'preliminary')" : "O.isFinal");
        if (!Windows.isOver(definition.window())) {
            accepted.add("not O.isFuture");
        }
        accepted.addAll(Windows.conditions(definition.window(), "O.entry"));
        accepted.add(codes.concept(List.of(definition.set()), definition.codes(), "O.codes"));
        boolean measured = definition.test() instanceof ObservationFinding.Measured;
        String looked = finding + " looked at";
        boolean bySite = definition.pick() == ObservationFinding.Pick.NEWEST_PER_CODE;
        String site = bySite
                ? ", site: First(O.codes K where " + codes.in(definition.set(), "K") + " return all K.code)"
                : "";
        String sameSite = bySite ? " and N.site = L.site" : "";
        List<Definition> definitions = new ArrayList<>();
        definitions.add(Search.define(
                looked,
                Definition.query(
                        OBSERVATIONS,
                        "O",
                        accepted,
                        "Tuple { entry: O.entry" + site + ", passes: " + passes(definition.test())
                                + unread(definition.test()) + " }")));
        String all = name(looked);
        boolean any = definition.pick() == ObservationFinding.Pick.ANY;
        if (any) {
            definitions.add(Definition.of(finding + " entries", all + " L where L.passes return all L.entry"));
        } else {
            String newest = name(finding + " newest");
            definitions.add(Search.define(
                    finding + " newest",
                    List.of(
                            all + " L",
                            "  where L.passes is not null",
                            "    and not exists (" + all + " N where N.passes is not null" + sameSite
                                    + " and Chart.IsNewer(N.entry.at, L.entry.at))")));
            definitions.add(Search.define(
                    finding + " entries",
                    List.of(
                            newest + " L",
                            "  where L.passes",
                            "    and L.entry.ref = First(" + newest + " N" + (bySite ? " where N.site = L.site" : "")
                                    + " return all N.entry.ref)",
                            "  return all L.entry")));
        }
        if (!measured) {
            definitions.add(Definition.of(finding, Search.answer(finding, false, Search.keys(definition.needs()))));
            return new Written(Extent.GENERATED, definitions, false);
        }
        String beaten = any
                ? ""
                : " and not exists (" + all + " N where N.passes is not null" + sameSite
                        + " and Chart.IsAsNew(N.entry.at, L.entry.at))";
        definitions.add(Definition.of(
                finding,
                "Chart.Judged(" + Search.entries(finding) + ", exists (" + all + " L where L.unread" + beaten + "), "
                        + Search.keys(definition.needs()) + ")"));
        return new Written(Extent.GENERATED, definitions, false);
    }

    private String passes(ObservationFinding.Test test) {
        if (test instanceof ObservationFinding.Measured measured) {
            return "Chart.IsInside(" + value(measured.quantity()) + ", O.isAtLeast, O.isAtMost, "
                    + decimal(measured.atLeast()) + ", " + decimal(measured.above()) + ", " + decimal(measured.atMost())
                    + ", " + decimal(measured.below()) + ")";
        }
        if (test instanceof ObservationFinding.CodedIn coded) {
            return codes.concept(List.of(coded.values()), CodeFilter.ALL, "O.values");
        }
        if (test instanceof ObservationFinding.Yes yes) {
            return "Chart.IsYes(O.number, O.isAtLeast, O.isAtMost, O.isYes, O.words + '\\n' + O.valueWords, "
                    + decimal(yes.scored()) + ", " + yes.orMore() + ")";
        }
        return "true";
    }

    private static String value(Quantity quantity) {
        return switch (quantity) {
            case TEMPERATURE -> "Chart.Celsius(O.number, O.unit)";
            case T_SCORE -> "Chart.TScore(O.number, O.unit)";
            case WEIGHT -> "Chart.Kilograms(O.number, O.unit)";
            case COUNT -> "Chart.CountOf(O.number, O.unit)";
        };
    }

    /** Something was measured that cannot be read, or that is only said to lie beyond a bound: it could be what decides. */
    private String unread(ObservationFinding.Test test) {
        if (!(test instanceof ObservationFinding.Measured measured)) {
            return "";
        }
        String inWords = "(O.number is null and O.words != '')";
        String unreadable =
                switch (measured.quantity()) {
                    case TEMPERATURE -> inWords;
                    case T_SCORE -> "(" + inWords + " or (O.number is not null and Chart.TScore(0.0, O.unit) is null))";
                    case WEIGHT ->
                        "(" + inWords + " or (O.number is not null and Chart.Kilograms(1.0, O.unit) is null))";
                    case COUNT -> "";
                };
        String read = value(measured.quantity()) + " is not null";
        return ", unread: " + passes(test) + " is null and "
                + (unreadable.isEmpty() ? read : "(" + read + " or " + unreadable + ")");
    }

    Written write(String finding, WeightLoss definition) {
        String set = codes.concept(List.of(definition.weights()), CodeFilter.ALL, "O.codes");
        String accepted = "(O.isFinal or O.status = 'preliminary') and O.entry.at is not null and " + set;
        String weighed = name(finding + " weighed");
        String newest = name(finding + " newest");
        String highest = name(finding + " highest before");
        List<Definition> definitions = new ArrayList<>();
        definitions.add(Search.define(
                finding + " weighed",
                Definition.query(
                        OBSERVATIONS,
                        "O",
                        List.of(
                                accepted,
                                "not O.isAtLeast and not O.isAtMost",
                                "Chart.Kilograms(O.number, O.unit) is not null"),
                        "Tuple { entry: O.entry, at: O.entry.at, kilograms: Chart.Kilograms(O.number, O.unit) }")));
        definitions.add(Definition.of(
                finding + " newest",
                "First(" + weighed + " W where not exists (" + weighed + " N where N.at > W.at))"));
        definitions.add(Definition.of(
                finding + " highest before",
                "Last(" + weighed + " W where W.at >= " + newest + ".at - " + length(definition.earliest())
                        + " and W.at <= " + newest + ".at - " + length(definition.latest()) + " sort by kilograms)"));
        definitions.add(Definition.of(
                finding + " entries",
                "if " + newest + ".at >= Now() - " + length(definition.newestWithin()),
                "    and " + newest + ".kilograms * 100.0 <= " + highest + ".kilograms * (100.0 - "
                        + decimal(definition.percent()) + ")",
                "  then { " + newest + ".entry, " + highest + ".entry }",
                "  else Chart.\"No entries\""));
        definitions.add(Definition.of(
                finding,
                "Chart.Judged(" + Search.entries(finding) + ", exists (" + OBSERVATIONS + " O where " + accepted
                        + " and (O.isAtLeast or O.isAtMost or (O.number is null and O.words != '')"
                        + " or (O.number is not null and Chart.Kilograms(1.0, O.unit) is null)) and O.entry.at >= Now() - "
                        + length(definition.newestWithin().plus(definition.earliest())) + "), "
                        + Search.keys(definition.needs()) + ")"));
        return new Written(Extent.GENERATED, definitions, false);
    }
}
