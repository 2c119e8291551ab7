package org.cervicalcds.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.Observation.Value;
import org.cervicalcds.chart.PartialDate;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.Terminology;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.jspecify.annotations.Nullable;

/** HAPI's data types as ours; dates by HAPI's own parts, not by our parser. */
record HapiDataTypes(Terminology terminology, ZoneId zone) {
    private static final Set<String> INLINE = Set.of("a", "b", "i", "em", "strong", "span", "sub", "sup", "small");

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    Concept concept(CodeableConcept concept) {
        List<Coding> codings = new ArrayList<>();
        for (var coding : concept.getCoding()) {
            if (HapiChartReader.says(coding)) {
                codings.add(terminology.coding(coding.getSystem(), orEmpty(coding.getCode()), coding.getDisplay()));
            }
        }
        return Concept.of(codings, concept.getText());
    }

    Concept concept(List<CodeableConcept> concepts) {
        Concept all = Concept.NONE;
        for (CodeableConcept concept : concepts) {
            all = all.and(concept(concept));
        }
        return all;
    }

    static List<String> codes(CodeableConcept concept) {
        List<String> codes = new ArrayList<>();
        concept.getCoding().forEach(coding -> {
            if (coding.hasCode()) {
                codes.add(coding.getCode().strip());
            }
        });
        if (concept.hasText()) {
            codes.add(concept.getText().strip());
        }
        return codes;
    }

    @Nullable
    PartialDate date(@Nullable BaseDateTimeType date) {
        if (date == null || date.isEmpty() || date.getValue() == null) {
            return null;
        }
        LocalDate day;
        switch (date.getPrecision()) {
            case YEAR -> {
                day = LocalDate.of(date.getYear(), 1, 1);
                return interval(day, day.plusYears(1), PartialDate.Precision.YEAR);
            }
            case MONTH -> {
                day = LocalDate.of(date.getYear(), date.getMonth() + 1, 1);
                return interval(day, day.plusMonths(1), PartialDate.Precision.MONTH);
            }
            case DAY -> {
                day = LocalDate.of(date.getYear(), date.getMonth() + 1, date.getDay());
                return interval(day, day.plusDays(1), PartialDate.Precision.DAY);
            }
            default -> {
                long nanos = date.getNanos() == null ? 0 : date.getNanos();
                Instant instant = date.getTimeZone() == null
                        ? LocalDateTime.of(
                                        date.getYear(),
                                        date.getMonth() + 1,
                                        date.getDay(),
                                        date.getHour(),
                                        date.getMinute(),
                                        date.getSecond())
                                .atZone(zone)
                                .toInstant()
                        : Instant.ofEpochSecond(Math.floorDiv(date.getValue().getTime(), 1000L));
                return PartialDate.at(Instant.ofEpochSecond(instant.getEpochSecond(), nanos));
            }
        }
    }

    private PartialDate interval(LocalDate first, LocalDate after, PartialDate.Precision precision) {
        return new PartialDate(
                first.atStartOfDay(zone).toInstant(),
                after.atStartOfDay(zone).toInstant().minusMillis(1),
                precision);
    }

    /** A time, or the end of a period. */
    @Nullable
    PartialDate happened(@Nullable Type when) {
        if (when instanceof BaseDateTimeType date) {
            return date(date);
        }
        return end(when);
    }

    @Nullable
    PartialDate start(@Nullable Type when) {
        return when instanceof Period period ? date(period.getStartElement()) : null;
    }

    @Nullable
    PartialDate end(@Nullable Type when) {
        return when instanceof Period period ? date(period.getEndElement()) : null;
    }

    Value value(Observation observation) {
        Type value = observation.getValue();
        if (value instanceof Quantity quantity) {
            var number = quantity.hasComparator() ? null : quantity.getValue();
            return number == null ? Value.NONE : new Value(number, HapiDosage.unit(quantity), Concept.NONE, "", null);
        } else if (value instanceof IntegerType integer) {
            return new Value(new java.math.BigDecimal(integer.getValue()), "", Concept.NONE, "", null);
        } else if (value instanceof CodeableConcept concept) {
            Concept ours = concept(concept);
            return ours == Concept.NONE ? Value.NONE : new Value(null, "", ours, orEmpty(ours.text()), null);
        } else if (value instanceof StringType string) {
            return new Value(null, "", Concept.NONE, string.getValue(), null);
        } else if (value instanceof BooleanType bool) {
            return new Value(null, "", Concept.NONE, "", bool.getValue());
        }
        return Value.NONE;
    }

    /** The words of a narrative: white space as one blank, or as one line break where an element starts or ends that is not inline. */
    static String words(Narrative narrative) {
        if (!narrative.hasDiv()) {
            return "";
        }
        StringBuilder raw = new StringBuilder();
        walk(narrative.getDiv(), raw);
        String words = raw.toString().replace('\u00a0', ' ').replaceAll("[\\t\\r\\f ]+", " ");
        return words.replaceAll(" *\u0001[\u0001 ]*", "\n").strip();
    }

    private static void walk(XhtmlNode node, StringBuilder words) {
        if (node.getNodeType() == NodeType.Text) {
            words.append(node.getContent().replace('\n', ' '));
        } else if (node.getNodeType() == NodeType.Element) {
            boolean block = !INLINE.contains(node.getName());
            words.append(block ? "\u0001" : "");
            node.getChildNodes().forEach(child -> walk(child, words));
            words.append(block ? "\u0001" : "");
        }
    }
}
