package org.cervicalcds.fhir.reading;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.RawJson;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** A chart as lines of text, for comparison: every member of every entry; numbers by their value; raw JSON left out. */
final class ChartText {
    /** Both readers divide, not always in the same order. */
    private static final MathContext DIGITS = new MathContext(12);

    /** References in the form they came in: what is made of them stands in other members. */
    private static final Set<String> AS_WRITTEN = Set.of("reasonReferences", "encounter");

    private ChartText() {}

    static List<String> of(Chart chart, Terminology terminology) {
        List<String> lines = new ArrayList<>();
        lines.add(text(chart.patient()));
        lines.add(text(chart.encounter()));
        Set<Entry> entries = new LinkedHashSet<>();
        entries.addAll(chart.conditions());
        entries.addAll(chart.reports());
        chart.drafts().stream()
                .filter(order -> isCompared(order.resourceType()))
                .forEach(entries::add);
        entries.addAll(chart.recordedOrders());
        terminology.valueSets().forEach(set -> {
            lines.addAll(places(set.id() + " condition ", chart.conditions(set)));
            lines.addAll(places(set.id() + " report ", chart.reports(set)));
            lines.addAll(places(set.id() + " observation ", chart.observations(set)));
            lines.addAll(places(set.id() + " medication ", chart.medications(set)));
            entries.addAll(chart.observations(set));
            entries.addAll(chart.medications(set));
        });
        entries.forEach(entry -> lines.add(text(entry)));
        return lines;
    }

    /** Of the drafts that HAPI's reader makes orders of. */
    private static boolean isCompared(String resourceType) {
        return resourceType.equals("ServiceRequest") || resourceType.equals("MedicationRequest");
    }

    private static List<String> places(String where, List<? extends Entry> entries) {
        return entries.stream().map(entry -> where + entry.reference()).toList();
    }

    private static String text(@Nullable Object value) {
        if (value == null || value instanceof RawJson) {
            return "-";
        }
        if (value instanceof BigDecimal number) {
            return number.round(DIGITS).stripTrailingZeros().toPlainString();
        }
        if (value instanceof Memberships sets) {
            StringBuilder indexes = new StringBuilder();
            for (int index = sets.next(0); index >= 0; index = sets.next(index + 1)) {
                indexes.append(index).append(' ');
            }
            return indexes.toString();
        }
        if (value instanceof Concept concept) {
            return "Concept{" + text(concept.codings()) + text(concept.text()) + text(concept.sets()) + "}";
        }
        if (value instanceof CodeSystem system) {
            return system.name();
        }
        if (value instanceof Observation.Value said) {
            // numbers and units are judged by what the findings make of them
            return text(said.concept()) + said.words() + said.yes() + said.bound() + (said.number() == null);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ChartText::text).toList().toString();
        }
        return value instanceof Record some ? members(some) : value.toString();
    }

    private static String members(Record some) {
        StringBuilder members = new StringBuilder(some.getClass().getSimpleName()).append('{');
        for (RecordComponent component : some.getClass().getRecordComponents()) {
            if (AS_WRITTEN.contains(component.getName())) {
                continue;
            }
            try {
                members.append(component.getName())
                        .append('=')
                        .append(text(component.getAccessor().invoke(some)))
                        .append("; ");
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return members.append('}').toString();
    }
}
