package org.cervicalcds.engine.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;

/** Says in a card which parts of the record did not come, so that what is not named is not taken for absent (docs/clinical.md 0.4). */
public final class NotKnown {
    private static final Map<String, FixedWord> NAMES = Map.ofEntries(
            Map.entry("Patient", FixedWord.PATIENT),
            Map.entry("Encounter", FixedWord.ENCOUNTER),
            Map.entry("Condition", FixedWord.CONDITIONS),
            Map.entry("Observation", FixedWord.OBSERVATIONS),
            Map.entry("DiagnosticReport", FixedWord.REPORTS),
            Map.entry("Procedure", FixedWord.PROCEDURES),
            Map.entry("ImagingStudy", FixedWord.IMAGING_STUDIES),
            Map.entry("ServiceRequest", FixedWord.ORDERS),
            Map.entry("MedicationRequest", FixedWord.PRESCRIPTIONS),
            Map.entry("MedicationStatement", FixedWord.MEDICATION_STATEMENTS),
            Map.entry("MedicationDispense", FixedWord.DRUGS_DISPENSED),
            Map.entry("MedicationAdministration", FixedWord.DRUGS_GIVEN));

    private NotKnown() {}

    /** The line, such as {@code Not known: observations (refused), conditions (1 of 40).}; empty where all that a card reads came. */
    public static String line(Chart chart, Set<Need> needs, Speech speech) {
        Map<String, Set<String>> namesByCause = new LinkedHashMap<>();
        for (Need need : needs) {
            Availability how = chart.incomplete().get(need.key());
            if (how != null && !need.equals(Need.PATIENT)) {
                FixedWord name = NAMES.get(need.resourceType());
                namesByCause
                        .computeIfAbsent(cause(how, speech), cause -> new LinkedHashSet<>())
                        .add(name == null ? need.resourceType() : speech.say(name));
            }
        }
        List<String> parts = new ArrayList<>();
        namesByCause.forEach((cause, names) -> parts.add(String.join(", ", names) + " (" + cause + ")"));
        return parts.isEmpty() ? "" : speech.say(FixedWord.NOT_KNOWN, String.join("; ", parts));
    }

    private static String cause(Availability how, Speech speech) {
        String came = Integer.toString(how.came());
        String total = Integer.toString(how.total());
        if (how.cause() == Availability.Cause.UNKNOWN_CODES) {
            return speech.say(FixedWord.COUNTED_IN_CODES, came, total);
        }
        return how.isCounted() ? speech.say(FixedWord.COUNTED, came, total) : speech.say(FixedWord.of(how.cause()));
    }
}
