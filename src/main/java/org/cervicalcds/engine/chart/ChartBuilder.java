package org.cervicalcds.engine.chart;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.chart.ChartGaps.LeftOut;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/**
 * Collects entries in any order, from prefetch, context and the FHIR server, and settles them into a chart once everything is there.
 *
 * <p>An entry counts as the patient's unless its subject resolves to somebody else (CDSH-PFD-10); the same resource from two sources counts
 * once, and a draft takes the place of the entry of the record with its type and id. What is left out is counted ({@link ChartGaps}).
 */
public final class ChartBuilder {
    private final Terminology terminology;
    private final FullUrls fullUrls = new FullUrls();
    private final MedicationCodes medications;
    private final ReportResults results;
    private ChartGaps gaps = ChartGaps.NONE;
    private final Map<String, Patient> patients = new HashMap<>();
    private final Map<String, Encounter> encounters = new HashMap<>();
    private final Map<String, Concept> otherReasons = new HashMap<>();
    private final Map<String, Availability> availability = new LinkedHashMap<>();
    private final Map<String, String> typeOfKey = new HashMap<>();
    private final List<ReadEntry> entries = new ArrayList<>();
    private final Performers performers = new Performers();
    private final List<LeftOut> modified = new ArrayList<>();
    private int modifiedCount;
    private boolean anyDraft;

    /** Place of the first draft among the entries; behind them all where there is none. */
    private int firstDraft = Integer.MAX_VALUE;

    /** Goes up with everything that comes and is no draft. */
    private int version;

    private @Nullable TimelineKey timelineKey;
    private @Nullable Timeline timeline;
    private Map<String, Availability> asSupplied = Map.of();
    private int suppliedVersion = -1;
    private @Nullable Map<String, ReadEntry> conditionsByKey;
    private boolean resultsHaveCome;

    /** What a timeline rests on beside the entries. */
    private record TimelineKey(String patientId, ZoneId zone, int reportTextMax, int version) {}

    public ChartBuilder(Terminology terminology) {
        this.terminology = terminology;
        this.medications = new MedicationCodes(terminology, fullUrls);
        this.results = new ReportResults(fullUrls);
    }

    public void patient(Patient patient) {
        version++;
        patients.putIfAbsent(patient.id(), patient);
    }

    public void encounter(Encounter encounter) {
        version++;
        encounters.putIfAbsent(encounter.id(), encounter);
    }

    /** A Medication that orders refer to, under its type and id or its URN. */
    public void medication(String reference, Concept code) {
        medication(reference, code, List.of());
    }

    /**
     * As above.
     *
     * @param ingredients references to the medications that it is made of
     */
    public void medication(String reference, Concept code, List<String> ingredients) {
        version++;
        medications.add(reference, code, ingredients);
    }

    /** Notes that the context of the call brought an order, of whatever kind. */
    public void draft() {
        anyDraft = true;
    }

    /** A diagnosis that orders refer to and that is no entry of the record, under its type and id or its URN. */
    public void reason(String reference, Concept code) {
        version++;
        otherReasons.putIfAbsent(FhirReference.of(reference).key(), code);
    }

    /** Says which resource the URN of a {@code fullUrl} stands for, in any Bundle of the request. */
    public void named(String urn, String reference) {
        version++;
        fullUrls.add(urn, reference);
    }

    /** Notes a resource that must not be used, since a modifier extension that is not known changes what it means. */
    public void modified(String reference) {
        version++;
        modifiedCount++;
        if (modified.size() < ChartGaps.MOST_NAMED) {
            modified.add(new LeftOut(reference, ChartGaps.Reason.MODIFIER_EXTENSION));
        }
    }

    /**
     * Adds an entry with the references that are resolved at the end.
     *
     * @param recorded when it came into the record, for views of what was known earlier; null where nothing tells
     */
    public void add(
            Entry entry,
            @Nullable String urn,
            @Nullable String subject,
            @Nullable String medication,
            List<String> reasons,
            @Nullable PartialDate recorded) {
        ReadEntry read = new ReadEntry(
                entry, urn == null ? null : FhirReference.of(urn).key(), subject, medication, reasons, recorded);
        if (read.isDraft()) {
            anyDraft = true;
            firstDraft = Math.min(firstDraft, entries.size());
        } else {
            version++;
            conditionsByKey = null;
        }
        entries.add(read);
    }

    /** As above, of which nothing tells when it was recorded. */
    public void add(
            Entry entry,
            @Nullable String urn,
            @Nullable String subject,
            @Nullable String medication,
            List<String> reasons) {
        add(entry, urn, subject, medication, reasons, null);
    }

    /** As above, for an entry whose {@code fullUrl} is no URN, and of which nothing tells when it was recorded. */
    public void add(Entry entry, @Nullable String subject, @Nullable String medication, List<String> reasons) {
        add(entry, null, subject, medication, reasons);
    }

    /**
     * A PractitionerRole, Practitioner or Organization.
     *
     * @param profession codes of role, specialty, qualification or type
     * @param names names and displays
     * @param others references to the person and the organization
     */
    public void performer(String reference, Concept profession, List<String> names, List<String> others) {
        performers.add(reference, new Performers.Profile(profession, names, others));
    }

    /** What an order itself says of its performer. */
    public void performerOf(String order, Concept profession, List<String> names, List<String> references) {
        performers.addOfOrder(order, new Performers.Profile(profession, names, references));
    }

    /** Resources about the performer of these orders that have not come yet. */
    public List<Need> missingPerformers(@Nullable String ofTheCall, List<String> orders) {
        Set<Need> missing = new LinkedHashSet<>();
        orders.forEach(order ->
                missing.addAll(performers.of(ofTheCall, Need.typeAndId(order)).unread()));
        return List.copyOf(missing);
    }

    /**
     * Medications that give drugs their only code and have not come yet.
     *
     * @param base base address of the server that may be asked; what a reference names on another server is not ours to ask for
     */
    public List<Need> missingMedications(String base) {
        Set<Need> missing = new LinkedHashSet<>();
        entries.forEach(read -> medications.addMissing(read, base, missing));
        return List.copyOf(missing);
    }

    /** ServiceRequests among these references that have not come yet. */
    public List<Need> missingOrders(List<String> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        entries.forEach(read -> known.add(read.entry().reference()));
        return references.stream()
                .map(Need::resource)
                .filter(need -> need.resourceType().equals("ServiceRequest") && !known.contains(need.key()))
                .distinct()
                .toList();
    }

    /** The observations that a report refers to as its results. */
    public void results(String report, List<String> references) {
        version++;
        results.add(report, references);
    }

    /** What an observation says in words, for the report that it is a result of. */
    public void saidIn(String observation, String words) {
        version++;
        results.say(observation, words);
    }

    /** Notes an observation that was sent because something refers to it, whatever its code. */
    public void included(String observation) {
        version++;
        results.include(observation);
    }

    /**
     * Results of image reports that have not come yet, those of the newest reports first.
     *
     * @param base base address of the server that may be asked; what a reference names on another server is not ours to ask for
     */
    public List<Need> missingResults(String base) {
        return results.missing(entries, availability, base);
    }

    /** Says that nobody is asked for further results: a report that refers to one which has not come is read in part. */
    public void resultsHaveCome() {
        version++;
        resultsHaveCome = true;
    }

    /** Says how much of a need came; called once for each need that was asked for. */
    public void supplied(Need need, Availability how) {
        version++;
        availability.put(need.key(), how);
        typeOfKey.put(need.key(), need.resourceType());
    }

    /** What came and does not count in the chart that was built last. */
    public ChartGaps gaps() {
        return gaps;
    }

    /** Says whether the patient's own resource has come. */
    public boolean hasPatient(String patientId) {
        return patients.containsKey(patientId);
    }

    /** Takes the drafts away again that came last, so that the record can be looked at with others. */
    public void dropDrafts() {
        while (!entries.isEmpty() && entries.get(entries.size() - 1).isDraft()) {
            entries.remove(entries.size() - 1);
        }
        firstDraft = firstDraft < entries.size() ? firstDraft : Integer.MAX_VALUE;
    }

    /** Ids of the patients that have come, in order. */
    public List<String> patientIds() {
        return patients.keySet().stream().sorted().toList();
    }

    /** Settles dates, references, body sites and selections; nothing is used up, so that a record can be looked at again. */
    public Chart build(ChartScope scope) {
        return build(scope, AsOf.ALL, CpuBudget.UNLIMITED);
    }

    /** As above, of what was known at a time, with so much time to judge the chart. */
    public Chart build(ChartScope scope, AsOf asOf, CpuBudget budget) {
        Patient patient = asOf.patient(patients.get(scope.patientId()));
        Encounter encounter = scope.encounterId() == null ? null : asOf.encounter(encounters.get(scope.encounterId()));
        Owners owners = new Owners(scope.patientId(), fullUrls);
        Build build = new Build(scope, asOf, patient, encounter, owners);
        Timeline views = timeline(scope, asOf, owners);
        ChartEntries settled = views == null ? build.all() : build.view(views);
        gaps = build.gaps();
        return new Chart(
                scope,
                patient,
                encounter,
                gaps,
                build.availability(),
                settled.conditions(),
                settled.observations(),
                settled.reports(),
                settled.drafts(),
                settled.recordedOrders(),
                settled.medications(),
                performers,
                missingOrders(scope.dispatched()),
                budget);
    }

    /** One chart in the making. */
    private final class Build implements Timeline.Settling {
        private final ChartScope scope;
        private final AsOf asOf;
        private final Owners owners;
        private final EntryResolver resolver;
        private final DraftSet draftSet;
        private final UnknownSystems unknown = new UnknownSystems();
        private final Overflow unjudged = new Overflow();
        private final List<LeftOut> leftOut = new ArrayList<>(modified);
        private final @Nullable Set<String> came;
        private int ofOthers;

        Build(ChartScope scope, AsOf asOf, @Nullable Patient patient, @Nullable Encounter encounter, Owners owners) {
            this.scope = scope;
            this.asOf = asOf;
            this.owners = owners;
            this.resolver = new EntryResolver(
                    scope, patient, encounter, reference -> asOf.encounter(encounter(reference)), terminology);
            this.draftSet = new DraftSet(scope, owners, afterTheRecord(), fullUrls);
            this.came = resultsHaveCome && !results.areNone() ? results.came(entries, availability) : null;
        }

        /** Settles everything that was known. */
        ChartEntries all() {
            ChartEntries settled = ChartEntries.empty(terminology.valueSets().size());
            Set<String> seen = new HashSet<>(2 * entries.size());
            Set<String> dispatched = new HashSet<>();
            scope.dispatched().forEach(reference -> dispatched.add(Need.typeAndId(reference)));
            for (ReadEntry read : unjudged.judged(known(asOf), ReadEntry::entry)) {
                if (owners.isOfAnother(read.subject())) {
                    ofOthers++;
                    if (leftOut.size() < ChartGaps.MOST_NAMED) {
                        leftOut.add(new LeftOut(read.entry().reference(), ChartGaps.Reason.OTHER_PATIENT));
                    }
                } else if (!read.isRepeated(seen) && !draftSet.replaces(read)) {
                    Entry entry = judged(read);
                    settled.put(entry, read.isDraft() || dispatched.contains(entry.reference()));
                }
            }
            return settled;
        }

        /** Takes what was known from the views before. */
        ChartEntries view(Timeline views) {
            views.moveTo(scope.now(), this);
            ChartEntries settled = views.entries(draftSet.keys());
            views.count(unknown, unjudged, draftSet.keys());
            afterTheRecord().forEach(draft -> settled.put(judged(draft), true));
            return settled;
        }

        private Entry judged(ReadEntry read) {
            unknown.count(read.entry());
            Entry settled = settled(read);
            unjudged.note(settled);
            return settled;
        }

        @Override
        public Entry settled(ReadEntry read) {
            Entry entry = read.entry();
            if (entry instanceof Condition condition) {
                return resolver.condition(asOf.condition(condition));
            } else if (entry instanceof Observation observation) {
                return resolver.observation(observation);
            } else if (entry instanceof Report report) {
                return resolver.report(results.in(report, came), reason(report.reason(), read.reasons(), asOf));
            } else if (entry instanceof Order order) {
                Concept code = medications.of(order.code(), order.reference(), read.medication());
                return resolver.order(
                        order, code, reason(order.reason(), read.reasons(), asOf), draftSet.isSelected(read));
            }
            MedicationUse use = (MedicationUse) entry;
            Concept code = medications.of(use.code(), use.reference(), read.medication());
            return resolver.medication(use, code, reason(use.reason(), read.reasons(), asOf));
        }

        @Override
        public boolean isFinal(ReadEntry read, Entry settled) {
            EventDate event = settled.event();
            boolean dated = event == null
                    ? !(settled instanceof Condition condition && condition.isOfVisit())
                    : event.isFinal(scope.now());
            return dated && areKnown(read.reasons(), asOf);
        }

        Map<String, Availability> availability() {
            if (suppliedVersion != version) {
                suppliedVersion = version;
                asSupplied = Collections.unmodifiableMap(new LinkedHashMap<>(availability));
            }
            if (!unknown.undetermines(asSupplied) && !unjudged.isAny()) {
                return asSupplied;
            }
            Map<String, Availability> how = new LinkedHashMap<>(availability);
            unknown.undetermine(how);
            unjudged.undetermine(how, typeOfKey);
            return Collections.unmodifiableMap(how);
        }

        ChartGaps gaps() {
            return new ChartGaps(
                    List.copyOf(leftOut),
                    ofOthers,
                    modifiedCount,
                    unknown.bySystem(),
                    unjudged.entriesBeyond(),
                    unjudged.withLongText(),
                    draftSet.isEveryDraftSelected(),
                    lacksDrafts(scope));
        }
    }

    /**
     * What views of the record take from one another; null where each is made anew: of all that is known by now, and where entries are
     * repeated, of somebody else or too many.
     */
    private @Nullable Timeline timeline(ChartScope scope, AsOf asOf, Owners owners) {
        List<ReadEntry> drafts = afterTheRecord();
        if (asOf.isEverything()
                || !asOf.isAt(scope.now())
                || !scope.dispatched().isEmpty()
                || drafts.size() > 1
                || entries.size() > Overflow.MOST_ENTRIES
                || drafts.stream().anyMatch(draft -> owners.isOfAnother(draft.subject()))) {
            return null;
        }
        TimelineKey key = new TimelineKey(scope.patientId(), scope.zone(), scope.reportTextMax(), version);
        if (!key.equals(timelineKey)) {
            timelineKey = key;
            List<ReadEntry> all = entries.subList(0, entries.size() - drafts.size());
            Set<String> seen = new HashSet<>(2 * all.size());
            boolean each = all.stream().noneMatch(read -> owners.isOfAnother(read.subject()) || read.isRepeated(seen));
            timeline = each ? new Timeline(terminology.valueSets().size(), List.copyOf(all), this::knownFrom) : null;
        }
        return timeline;
    }

    private List<ReadEntry> known(AsOf asOf) {
        if (asOf.isEverything()) {
            return entries;
        }
        List<ReadEntry> known = new ArrayList<>(entries.size());
        for (ReadEntry read : entries) {
            if (isKnown(read, asOf)) {
                known.add(read);
            }
        }
        return known;
    }

    /** The first draft and what came after it. */
    private List<ReadEntry> afterTheRecord() {
        return entries.subList(Math.min(firstDraft, entries.size()), entries.size());
    }

    private boolean lacksDrafts(ChartScope scope) {
        return !anyDraft && scope.orders().areDrafts();
    }

    private @Nullable Encounter encounter(@Nullable String reference) {
        FhirReference named = FhirReference.of(reference);
        String typed = named.form() == FhirReference.Form.URN ? fullUrls.named(named.key()) : null;
        return encounters.get(
                typed == null ? named.id() : FhirReference.of(typed).id());
    }

    private Concept reason(Concept stated, List<String> references, AsOf asOf) {
        Concept reason = stated;
        for (String reference : references) {
            reason = reason.and(reasonCode(reference, asOf));
        }
        return reason;
    }

    private Concept reasonCode(String reference, AsOf asOf) {
        Concept code = codeOfReason(reference, asOf);
        if (code != null) {
            return code;
        }
        code = codeOfReason(fullUrls.resolved(reference), asOf);
        return code == null ? Concept.NONE : code;
    }

    private @Nullable Concept codeOfReason(String key, AsOf asOf) {
        ReadEntry condition = conditionsByKey().get(key);
        return condition != null && isKnown(condition, asOf) ? condition.entry().code() : otherReasons.get(key);
    }

    private Map<String, ReadEntry> conditionsByKey() {
        Map<String, ReadEntry> conditions = conditionsByKey;
        if (conditions == null) {
            conditions = new HashMap<>();
            for (ReadEntry read : entries) {
                String own = read.entry() instanceof Condition ? read.key() : null;
                if (own != null) {
                    conditions.put(own, read);
                }
            }
            conditionsByKey = conditions;
        }
        return conditions;
    }

    /** Says that no condition that is given as a reason will only become known. */
    private boolean areKnown(List<String> reasons, AsOf asOf) {
        for (String reference : reasons) {
            ReadEntry condition = conditionsByKey().get(reference);
            ReadEntry resolved = conditionsByKey().get(fullUrls.resolved(reference));
            if (condition != null && !isKnown(condition, asOf) || resolved != null && !isKnown(resolved, asOf)) {
                return false;
            }
        }
        return true;
    }

    /** A draft is of the call itself. */
    private boolean isKnown(ReadEntry read, AsOf asOf) {
        return asOf.isEverything() || read.isDraft() || asOf.isReached(knownFrom(read));
    }

    /** A diagnosis of which nothing else tells was made when its encounter began, at the earliest. */
    private Instant knownFrom(ReadEntry read) {
        PartialDate recorded = read.recorded();
        if (recorded != null) {
            return recorded.latest();
        }
        Encounter own = read.entry() instanceof Condition condition && condition.encounter() != null
                ? encounter(condition.encounter())
                : null;
        return own == null || own.start() == null ? Instant.MIN : own.start().earliest();
    }

    /** How much of the record cannot be told for an earlier time. */
    public AsOf.Limits limitsOfEarlierViews() {
        return AsOf.Limits.of(entries);
    }
}
