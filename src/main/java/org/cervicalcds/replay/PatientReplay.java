package org.cervicalcds.replay;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.Evaluation;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.chart.AsOf;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.fhir.reading.RecordReader;
import org.jspecify.annotations.Nullable;

/** Decides the moments of one patient after another. For any number of threads. */
final class PatientReplay {
    /** As the prefetch asks for them; what was completed later was active in its moment. */
    private static final Map<String, Set<String>> LIVE_STATUSES = Map.of(
            "ServiceRequest", Set.of("active", "completed"),
            "MedicationRequest", Set.of("active", "completed"),
            "MedicationStatement", Set.of("active", "completed"),
            "MedicationDispense", Set.of("completed", "in-progress"));

    private static final Map<Decision.Outcome, String> OUTCOMES = new EnumMap<>(Map.of(
            Decision.Outcome.SHOWN, "shown",
            Decision.Outcome.SILENT, "silent",
            Decision.Outcome.UNDETERMINED, "undetermined"));

    private final Content content;
    private final Engine engine;
    private final ReplayOptions options;
    private final MedicationSource medications;
    private final Set<String> suppliedKinds;
    private final boolean partial;
    private final Map<String, List<Need>> needs = new HashMap<>();
    private final Map<String, Set<Need>> needsOfFinding = new ConcurrentHashMap<>();
    private final String hash;

    /**
     * @param medications they are nobody's, and orders refer to them
     * @param suppliedKinds resource types that the export has a file or a line of
     * @param partial the export is known not to be whole
     */
    PatientReplay(
            Content content,
            ReplayOptions options,
            MedicationSource medications,
            Set<String> suppliedKinds,
            boolean partial) {
        this.content = content;
        this.engine = Engine.of(content);
        this.options = options;
        this.medications = medications;
        this.suppliedKinds = suppliedKinds;
        this.partial = partial;
        this.hash = content.hash().substring(0, 16);
        Set<String> served = content.services().stream().map(CdsService::hook).collect(Collectors.toSet());
        served.forEach(hook -> needs.put(hook, engine.dataRequirements(hook)));
    }

    /** Takes the rows of the tables, their columns in the order of {@link Table}. */
    interface Rows {
        /** For whoever wants none: they are not made at all. */
        Rows NONE = (table, columns) -> {};

        void row(Table table, String... columns) throws IOException;
    }

    void replay(PatientLines of, Keys keys, Rows rows, Counts counts) throws IOException {
        String patient = of.id();
        List<ResourceLine> lines = of.lines();
        if (lines.stream().noneMatch(line -> line.type.equals("Patient"))) {
            counts.count("dropped", "patient without a Patient resource");
            counts.add(of.all(), "dropped", "line of a patient without a Patient resource");
            return;
        }
        List<Moment> moments = moments(lines, counts);
        counts.count("patients");
        if (moments.isEmpty()) {
            return;
        }
        Set<String> withoutDrug = new HashSet<>();
        RecordReader reader = read(lines, withoutDrug, counts);
        needs.values().forEach(all -> supply(reader, all, withoutDrug));
        PatientRecord record = reader.record();
        limits(record.limits(), counts);
        Savings savings = new Savings();
        Map<String, Integer> unknown = Map.of();
        for (Moment moment : moments) {
            if (moment.order() != null) {
                reader.readDraft(moment.order().asDraft());
            }
            Evaluation evaluation = engine.evaluate(record.asOf(moment.time()), context(patient, moment));
            reader.withoutDrafts();
            unknown = evaluation.chart().gaps().unknownSystems();
            write(patient, moment, evaluation, keys, rows);
            count(moment, evaluation, savings, counts);
        }
        unknown.forEach((system, entries) -> counts.add(entries, "unknown-system", clean(system)));
    }

    private Context context(String patient, Moment moment) {
        return new Context(moment.hook(), patient, moment.time(), content.zone(), Locale.ENGLISH, List.of())
                .in(moment.encounter());
    }

    /** @param withoutDrug takes the types of the resources whose drug the export does not tell */
    private RecordReader read(List<ResourceLine> lines, Set<String> withoutDrug, Counts counts) throws IOException {
        RecordReader reader = new RecordReader(content);
        Set<String> broadcast = new HashSet<>();
        for (ResourceLine line : lines) {
            if (!line.type.equals("Encounter")) {
                line.look();
            }
            if (options.live()
                    && LIVE_STATUSES.containsKey(line.type)
                    && !LIVE_STATUSES.getOrDefault(line.type, Set.of()).contains(line.status)) {
                counts.count("not-live", line.type, clean(line.status));
                continue;
            }
            if (line.medication != null
                    && !isRead(FhirReference.of(line.medication).key(), broadcast, reader, counts)) {
                withoutDrug.add(line.type);
            }
            line.readBy(reader);
        }
        return reader;
    }

    /** Reads a Medication that lies outside of the order, with what it is made of; false where the export has none. */
    private boolean isRead(String reference, Set<String> broadcast, RecordReader reader, Counts counts)
            throws IOException {
        if (!reference.startsWith("Medication/") || !broadcast.add(reference)) {
            return true;
        }
        byte[] medication = medications.get(reference);
        if (medication == null) {
            counts.count("missing", "Medication that an order refers to");
            broadcast.remove(reference);
            return false;
        }
        reader.read(medication);
        for (String ingredient : ExportLines.ingredients(medication)) {
            isRead(ingredient, broadcast, reader, counts);
        }
        return true;
    }

    /** A drug that is not told may be any, so that other drugs of its kind of resource cannot be called absent. */
    private void supply(RecordReader reader, List<Need> all, Set<String> withoutDrug) {
        for (Need need : all) {
            Availability how = !suppliedKinds.contains(need.resourceType())
                    ? Availability.nothing(Availability.Cause.NO_ACCESS)
                    : partial
                            ? Availability.part(Availability.Cause.FAILED, 0, 0)
                            : withoutDrug.contains(need.resourceType())
                                    ? Availability.part(Availability.Cause.NO_ACCESS, 0, 0)
                                    : Availability.ALL;
            reader.supplied(need, how);
        }
    }

    private List<Moment> moments(List<ResourceLine> lines, Counts counts) {
        List<Moment> moments = new ArrayList<>();
        if (options.at() != null) {
            moments.add(new Moment(options.at(), Hook.PATIENT_VIEW.name(), null, "", "", null));
            return moments;
        }
        Map<String, ResourceLine> encounters = new HashMap<>();
        for (ResourceLine line : lines) {
            if (line.type.equals("Encounter")) {
                encounters.putIfAbsent(line.look().id, line);
            }
        }
        Set<String> seen = new HashSet<>();
        for (ResourceLine line : lines) {
            boolean isEncounter = line.type.equals("Encounter");
            boolean isOrder = line.type.equals("ServiceRequest") || line.type.equals("MedicationRequest");
            if (!(isEncounter ? options.encounters() : isOrder && options.orders())
                    || !seen.add(line.type + "/" + line.look().id)) {
                continue;
            }
            if (isEncounter) {
                at(line.start, Hook.PATIENT_VIEW, line.id, line, null, moments, counts);
                at(line.start, Hook.ENCOUNTER_START, line.id, line, null, moments, counts);
                at(line.end, Hook.ENCOUNTER_DISCHARGE, line.id, line, null, moments, counts);
            } else {
                String encounter = line.encounterId();
                ResourceLine own = encounter == null ? null : encounters.get(encounter);
                at(line.authoredOn, Hook.ORDER_SIGN, encounter, own, line, moments, counts);
            }
        }
        moments.sort(Moment.ORDER);
        return moments;
    }

    private void at(
            @Nullable String date,
            Hook hook,
            @Nullable String encounter,
            @Nullable ResourceLine own,
            @Nullable ResourceLine order,
            List<Moment> moments,
            Counts counts) {
        if (!needs.containsKey(hook.name())) {
            return;
        }
        ZoneId zone = content.zone();
        PartialDate when = date == null ? null : PartialDate.parse(date, zone);
        if (when == null) {
            counts.count("no-moment", (order == null ? "Encounter" : order.type) + " without a date", hook.name());
            return;
        }
        Instant time = when.earliest();
        if (!time.isBefore(options.from()) && time.isBefore(options.to())) {
            String encounterClass = own == null ? "" : clean(own.encounterClass);
            String department = own == null ? "" : clean(own.department);
            moments.add(new Moment(time, hook.name(), encounter, encounterClass, department, order));
        }
    }

    private void write(String patient, Moment moment, Evaluation evaluation, Keys keys, Rows rows) throws IOException {
        if (rows == Rows.NONE) {
            return;
        }
        String key = keys.of(patient);
        String time = moment.time().toString();
        String about = keys.ofReference(moment.reference());
        rows.row(
                Table.MOMENTS,
                key,
                time,
                moment.hook(),
                about,
                moment.encounterClass(),
                moment.department(),
                Integer.toString(evaluation.cards().size()));
        for (Decision decision : evaluation.decisions()) {
            rows.row(
                    Table.DECISIONS,
                    key,
                    time,
                    moment.hook(),
                    about,
                    decision.card(),
                    decision.tier() == null ? "" : decision.tier().code(),
                    OUTCOMES.getOrDefault(decision.outcome(), ""),
                    decision.reason(),
                    hash,
                    evidence(decision, evaluation.cards(), keys));
        }
    }

    private static String evidence(Decision decision, List<Card> shown, Keys keys) {
        StringBuilder evidence = new StringBuilder();
        for (Card card : shown) {
            if (card.id().equals(decision.card())) {
                for (String reference : card.evidence()) {
                    evidence.append(evidence.isEmpty() ? "" : " ").append(keys.ofReference(reference));
                }
            }
        }
        return evidence.toString();
    }

    private void count(Moment moment, Evaluation evaluation, Savings savings, Counts counts) {
        String month =
                moment.time().atZone(content.zone()).toLocalDate().toString().substring(0, 7);
        counts.count("moments", moment.hook());
        counts.count("moments-by-month", month);
        counts.count("moments-by-class", moment.encounterClass());
        counts.count("moments-by-department", moment.department());
        Map<String, Availability> incomplete = evaluation.chart().incomplete();
        for (Decision decision : evaluation.decisions()) {
            counts.count("decided", decision.card());
            if (decision.outcome() == Decision.Outcome.SHOWN
                    || decision.reason().equals(CardStatus.UNSIGNED.reason())) {
                counts.count("fired", decision.card());
            }
            if (decision.outcome() == Decision.Outcome.UNDETERMINED) {
                counts.count("undetermined", decision.card(), decision.reason());
                byMissingNeed(decision, incomplete.keySet(), counts);
            } else if (decision.outcome() == Decision.Outcome.SILENT && decision.tier() != null) {
                counts.count("kept-back", decision.card(), decision.reason());
            }
        }
        if (!incomplete.isEmpty()) {
            for (Need need : needs.getOrDefault(moment.hook(), List.of())) {
                Availability how = incomplete.get(need.key());
                if (how != null) {
                    counts.count("incomplete", need.key(), how.cause().code());
                }
            }
        }
        if (!evaluation.cards().isEmpty()) {
            counts.count("speaking", moment.hook());
        }
        for (Card card : evaluation.cards()) {
            counts.count("shown", moment.hook(), card.id(), card.indicator().code());
            counts.count("shown-by-month", month, card.indicator().code());
            counts.count(
                    "shown-by-class", moment.encounterClass(), card.indicator().code());
            counts.count(
                    "shown-by-department", moment.department(), card.indicator().code());
            savings.count(moment, card, counts);
        }
    }

    private void byMissingNeed(Decision decision, Set<String> incomplete, Counts counts) {
        if (!incomplete.isEmpty() && content.findings().names().contains(decision.reason())) {
            needsOfFinding
                    .computeIfAbsent(
                            decision.reason(), name -> content.findings().needs(List.of(name)))
                    .stream()
                    .map(Need::key)
                    .filter(incomplete::contains)
                    .forEach(need -> counts.count("undetermined-by-need", need, decision.card()));
        }
    }

    private static void limits(AsOf.Limits limits, Counts counts) {
        counts.add(limits.undated(), "cannot-tell", "entry without a date counts as always known");
        counts.add(limits.amended(), "cannot-tell", "result counts as it was amended");
        counts.add(limits.endedUndated(), "cannot-tell", "condition without a date of its end counts as always over");
        counts.add(limits.statuses(), "cannot-tell", "order or medication counts by its status of today");
    }

    private static String clean(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }
}
