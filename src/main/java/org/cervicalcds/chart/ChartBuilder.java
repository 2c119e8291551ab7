package org.cervicalcds.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.terminology.Memberships;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/**
 * Collects entries in any order, from prefetch, context and the FHIR server, and settles them into a chart once everything is there.
 *
 * <p>An entry of another patient is left out (CDSH-PFD-10); the same resource from two sources counts once.
 */
public final class ChartBuilder {
    private final Terminology terminology;
    private int ofOthers;
    private final Map<String, Patient> patients = new HashMap<>();
    private final Map<String, Encounter> encounters = new HashMap<>();
    private final Map<String, Concept> medicationCodes = new HashMap<>();
    private final Map<String, Availability> availability = new HashMap<>();
    private final List<Read> entries = new ArrayList<>();
    private final Map<Concept, Concept> byIngredient = new IdentityHashMap<>();

    /**
     * An entry as it was read.
     *
     * @param subject reference to the patient as it came; null where missing
     * @param medication reference to a Medication that gives the code; null where there is none
     * @param reasons references of the reason
     */
    private record Read(Entry entry, @Nullable String subject, @Nullable String medication, List<String> reasons) {}

    public ChartBuilder(Terminology terminology) {
        this.terminology = terminology;
    }

    public void patient(Patient patient) {
        patients.putIfAbsent(patient.id(), patient);
    }

    public void encounter(Encounter encounter) {
        encounters.putIfAbsent(encounter.id(), encounter);
    }

    /** A Medication that orders refer to, under the reference they use ({@code Medication/1}, or owner and {@code #id}). */
    public void medication(String reference, Concept code) {
        medicationCodes.putIfAbsent(reference, code);
    }

    /** Adds an entry with the references that are resolved at the end. */
    public void add(Entry entry, @Nullable String subject, @Nullable String medication, List<String> reasons) {
        entries.add(new Read(entry, subject, medication, reasons));
    }

    /** Says how much of a need came; called once for each need that was asked for. */
    public void supplied(Need need, Availability how) {
        availability.put(need.key(), how);
    }

    /** How many entries were left out of the last chart because they are another patient's (CDSH-PFD-10). */
    public int entriesOfOthers() {
        return ofOthers;
    }

    /** Says whether the patient's own resource has come. */
    public boolean hasPatient(String patientId) {
        return patients.containsKey(patientId);
    }

    /** Settles dates, references, body sites and selections; the builder is done afterwards. */
    public Chart build(ChartScope scope) {
        ofOthers = 0;
        int sets = terminology.valueSets().size();
        Shelf<Condition> conditions = new Shelf<>(sets);
        Shelf<Observation> observations = new Shelf<>(sets);
        Shelf<Report> reports = new Shelf<>(sets);
        Shelf<Order> drafts = new Shelf<>(sets);
        Shelf<Order> recordedOrders = new Shelf<>(sets);
        Shelf<MedicationUse> medications = new Shelf<>(sets);
        Patient patient = patients.get(scope.patientId());
        Encounter encounter = scope.encounterId() == null ? null : encounters.get(scope.encounterId());
        Settling settling = new Settling(scope, patient, encounter, terminology);
        Map<String, Concept> conditionCodes = conditionCodes();
        Set<String> seen = new HashSet<>(2 * entries.size());
        String own = "Patient/" + scope.patientId();
        String ownSubject = null;
        for (Read read : entries) {
            Entry entry = read.entry();
            String subject = read.subject();
            if (subject != null && subject != ownSubject && isOfAnother(subject, own)) {
                ofOthers++;
                continue;
            }
            ownSubject = subject;
            if (isRepeated(entry, seen)) {
                continue;
            }
            if (entry instanceof Condition condition) {
                Condition settled = settling.condition(condition);
                conditions.put(settled, settled.sets());
            } else if (entry instanceof Observation observation) {
                observations.put(
                        settling.observation(observation), observation.code().sets());
            } else if (entry instanceof Report report) {
                Report settled = settling.report(report, reason(report.reason(), read.reasons(), conditionCodes));
                reports.put(settled, settled.code().sets());
            } else if (entry instanceof Order order) {
                Concept code = medicationCode(order.code(), order.reference(), read.medication());
                Order settled = settling.order(order, code, reason(order.reason(), read.reasons(), conditionCodes));
                (settled.draft() ? drafts : recordedOrders)
                        .put(settled, settled.code().sets());
            } else if (entry instanceof MedicationUse use) {
                Concept code = medicationCode(use.code(), use.reference(), read.medication());
                MedicationUse settled =
                        settling.medication(use, code, reason(use.reason(), read.reasons(), conditionCodes));
                medications.put(settled, settled.code().sets());
            }
        }
        return new Chart(
                scope,
                patient,
                encounter,
                Map.copyOf(availability),
                conditions,
                observations,
                reports,
                drafts,
                recordedOrders,
                medications);
    }

    /** @param own {@code Patient/} and the id */
    private static boolean isOfAnother(String subject, String own) {
        if (subject.isEmpty() || subject.equals(own)) {
            return false;
        }
        boolean isBareId = own.length() == "Patient/".length() + subject.length() && own.endsWith("/" + subject);
        return !isBareId && !subject.endsWith("/" + own);
    }

    /** A draft may repeat an order of the record (CDSH-HSG-2): only the same resource in the same place counts once. */
    private static boolean isRepeated(Entry entry, Set<String> seen) {
        String reference = entry.reference();
        if (reference.indexOf('/') < 0) {
            return false;
        }
        String place = entry instanceof Order order ? (order.draft() ? "draft " : "order ") + reference : reference;
        return !seen.add(place);
    }

    private Map<String, Concept> conditionCodes() {
        Map<String, Concept> codes = new HashMap<>();
        for (Read read : entries) {
            if (read.entry() instanceof Condition condition) {
                codes.put(condition.reference(), condition.code());
            }
        }
        return codes;
    }

    private static Concept reason(Concept stated, List<String> references, Map<String, Concept> conditionCodes) {
        Concept reason = stated;
        for (String reference : references) {
            reason = reason.and(conditionCodes.getOrDefault(lastTwoSegments(reference), Concept.NONE));
        }
        return reason;
    }

    /** The code of a medication: its own, else that of the Medication it refers to; failing a known code, the drug its words name. */
    private Concept medicationCode(Concept own, String owner, @Nullable String reference) {
        Concept code = own;
        if (reference != null) {
            String key = reference.startsWith("#") ? owner + reference : lastTwoSegments(reference);
            code = code.and(medicationCodes.getOrDefault(key, Concept.NONE));
        }
        if (code.isKnown() || code == Concept.NONE || !isMedication(owner)) {
            return code;
        }
        return byIngredient.computeIfAbsent(code, this::withNamedIngredients);
    }

    private Concept withNamedIngredients(Concept code) {
        Memberships named = terminology.ingredientsNamedIn(code.words());
        return named.isEmpty() ? code : code.withSets(named);
    }

    private static boolean isMedication(String reference) {
        return reference.startsWith("Medication");
    }

    private static String lastTwoSegments(String reference) {
        int last = reference.lastIndexOf('/');
        int before = last < 0 ? -1 : reference.lastIndexOf('/', last - 1);
        return before < 0 ? reference : reference.substring(before + 1);
    }
}
