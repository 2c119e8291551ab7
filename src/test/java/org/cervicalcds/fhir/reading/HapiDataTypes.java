package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Observation.Bound;
import org.cervicalcds.engine.entries.Observation.Value;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Terminology;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
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
        return Concept.of(codings, concept.getText(), Concept.Certainty.of(certainty(concept)));
    }

    /** The letter that ICD-10-GM puts beside a code; empty for none. */
    String certainty(CodeableConcept concept) {
        for (var coding : concept.getCoding()) {
            var said = coding.getExtensionByUrl("http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit");
            if (said != null && said.getValue() instanceof org.hl7.fhir.r4.model.Coding letter) {
                return orEmpty(letter.getCode());
            }
        }
        return "";
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

    Value value(@Nullable Type value) {
        if (value instanceof Quantity quantity) {
            var number = quantity.getValue();
            Bound bound = quantity.hasComparator() ? bound(quantity.getComparator()) : Bound.EXACT;
            return number == null ? Value.NONE : new Value(number, unit(quantity), Concept.NONE, "", null, bound);
        } else if (value instanceof IntegerType integer) {
            return new Value(new BigDecimal(integer.getValue()), "", Concept.NONE, "", null);
        } else if (value instanceof CodeableConcept concept) {
            Concept ours = concept(concept);
            return ours == Concept.NONE ? Value.NONE : new Value(null, "", ours, orEmpty(ours.text()), null);
        } else if (value instanceof StringType string) {
            return written(string.getValue());
        } else if (value instanceof Range range) {
            boolean low = range.getLow().getValue() != null && !range.getLow().hasComparator();
            Quantity end = low ? range.getLow() : range.getHigh();
            return end.getValue() == null || end.hasComparator()
                    ? Value.NONE
                    : new Value(
                            end.getValue(), unit(end), Concept.NONE, "", null, low ? Bound.AT_LEAST : Bound.AT_MOST);
        } else if (value instanceof BooleanType bool) {
            return new Value(null, "", Concept.NONE, "", bool.getValue());
        }
        return Value.NONE;
    }

    /** Words that may be a number with a sign before it and a unit behind. */
    private static Value written(String words) {
        String rest = words.strip().replace(',', '.').replace('\u2212', '-');
        Bound bound = rest.startsWith(">") ? Bound.AT_LEAST : rest.startsWith("<") ? Bound.AT_MOST : Bound.EXACT;
        rest = rest.replaceFirst("^[<>]=?", "").strip();
        String number = rest.replaceFirst("[^0-9.-].*$", "");
        String unit = rest.substring(number.length()).strip();
        boolean measured = number.matches("-?[0-9]{1,6}([.][0-9]{1,2})?") && !unit.matches(".*[0-9 ].*");
        return measured
                ? new Value(
                        new BigDecimal(number),
                        HapiUnits.code(new Quantity().setUnit(unit.isEmpty() ? null : unit)),
                        Concept.NONE,
                        words,
                        null,
                        bound)
                : new Value(null, "", Concept.NONE, words, null);
    }

    static List<String> statuses(CodeableConcept concept) {
        List<String> statuses = codes(concept);
        concept.getCoding().stream()
                .filter(coding -> coding.hasDisplay())
                .forEach(coding -> statuses.add(coding.getDisplay().strip()));
        statuses.replaceAll(status -> status.replace(' ', '-'));
        return statuses;
    }

    /** A weight in kilograms and a temperature in degrees Celsius, so that no conversion of ours is needed to judge them. */
    Value measured(Concept code, Value value) {
        boolean weight = code.in(Objects.requireNonNull(terminology.valueSet("obs-body-weight")));
        boolean temperature = code.in(Objects.requireNonNull(terminology.valueSet("obs-body-temperature")));
        boolean ofBothKinds = terminology.valueSets().stream().filter(code::in).count() > 1;
        if (value.number() == null || weight == temperature || ofBothKinds) {
            return value;
        }
        String wanted = weight ? "kg" : "Cel";
        BigDecimal converted = HapiUnits.convert(value.number(), value.unit(), wanted);
        return converted == null
                ? value
                : new Value(converted, wanted, value.concept(), value.words(), value.yes(), value.bound());
    }

    private static Bound bound(Quantity.QuantityComparator comparator) {
        return switch (comparator) {
            case GREATER_THAN, GREATER_OR_EQUAL -> Bound.AT_LEAST;
            default -> Bound.AT_MOST;
        };
    }

    String unit(Quantity quantity) {
        return HapiUnits.code(quantity);
    }

    /** The words of a narrative: white space as one blank, as one line break, or as two where an element starts or ends that is not inline. */
    static String words(Narrative narrative) {
        if (!narrative.hasDiv()) {
            return "";
        }
        StringBuilder raw = new StringBuilder();
        walk(narrative.getDiv(), raw);
        String words = raw.toString().replace('\u00a0', ' ').replaceAll("[\\t\\r\\f ]+", " ");
        return words.replaceAll("[ \u0002]*\u0001[\u0001\u0002 ]*", "\n\n")
                .replaceAll(" *\u0002[\u0002 ]*", "\n")
                .strip();
    }

    private static void walk(XhtmlNode node, StringBuilder words) {
        if (node.getNodeType() == NodeType.Text) {
            words.append(node.getContent().replace('\n', ' '));
        } else if (node.getNodeType() == NodeType.Element) {
            boolean block = !INLINE.contains(node.getName());
            String edge = node.getName().equals("br") ? "\u0002" : block ? "\u0001" : "";
            words.append(edge);
            node.getChildNodes().forEach(child -> walk(child, words));
            words.append(edge);
        }
    }
}
