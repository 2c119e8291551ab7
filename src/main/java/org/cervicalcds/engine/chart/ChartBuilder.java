package org.cervicalcds.engine.chart;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.cervicalcds.engine.chart.ChartGaps.LeftOut;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/**
 * Collects entries in any order, from prefetch, context and the FHIR server, and settles them into a chart once everything is there.
 *
 * <p>An entry counts as the patient's unless its subject resolves to somebody else (CDSH-PFD-10); the same resource from two sources counts
 * once, and a draft takes the place of the entry of the record with its type and id. What is left out is counted ({@link ChartGaps}).
 */
public final class ChartBuilder {
    private static final Comparator<Report> NEWEST_FIRST = Comparator.comparing(
            (Report report) ->
                    report.date() == null ? Instant.MIN : report.date().latest(),
            Comparator.reverseOrder());

    private final Terminology terminology;
    private ChartGaps gaps = ChartGaps.NONE;
    private final Map<String, Patient> patients = new HashMap<>();
    private final Map<String, Encounter> encounters = new HashMap<>();
    private final Map<String, Medication> medications = new HashMap<>();
    private final Map<String, Concept> otherReasons = new HashMap<>();
    private final Map<String, Availability> availability = new LinkedHashMap<>();
    private final Map<String, String> typeOfKey = new HashMap<>();
    private final List<Read> entries = new ArrayList<>();
    private final Performers performers = new Performers();

    /** Type and id of a resource by the URN of its {@code fullUrl}. */
    private final Map<String, String> byUrn = new HashMap<>();

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
    private @Nullable Map<String, Read> conditionsByKey;
    private final Map<Concept, Concept> byIngredient = new IdentityHashMap<>();

    private final Map<String, List<String>> resultsOf = new HashMap<>();
    private final Map<String, String> wordsOf = new HashMap<>();

    /** Observations that came beside what a search found; most are of codes that are not read. */
    private final Set<String> included = new HashSet<>();

    private boolean resultsHaveCome;

    private record Medication(Concept code, List<String> ingredients) {}

    /**
     * An entry as it was read.
     *
     * @param urn its {@code fullUrl} where that is a URN; else null
     * @param subject reference to the patient as it came; null where missing
     * @param medication reference to a Medication that gives the code; null where there is none
     * @param reasons references of the reason
     * @param recorded when it came into the record; null where nothing tells
     */
    record Read(
            Entry entry,
            @Nullable String urn,
            @Nullable String subject,
            @Nullable String medication,
            List<String> reasons,
            @Nullable PartialDate recorded) {

        /** What other resources call it: its type and id, else its URN; null where it has neither. */
        @Nullable
        String key() {
            return entry.reference().indexOf('/') < 0 ? urn : entry.reference();
        }
    }

    /** What a timeline rests on beside the entries. */
    private record TimelineKey(String patientId, ZoneId zone, int reportTextMax, int version) {}

    public ChartBuilder(Terminology terminology) {
        this.terminology = terminology;
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
        medications.putIfAbsent(FhirReference.of(reference).key(), new Medication(code, ingredients));
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
        byUrn.putIfAbsent(FhirReference.of(urn).key(), reference);
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
        if (isDraft(entry)) {
            anyDraft = true;
            firstDraft = Math.min(firstDraft, entries.size());
        } else {
            version++;
        }
        entries.add(new Read(
                entry, urn == null ? null : FhirReference.of(urn).key(), subject, medication, reasons, recorded));
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
        for (Read read : entries) {
            String reference = read.medication();
            if (reference != null && read.entry().code() == Concept.NONE && !medications.containsKey(reference)) {
                String resolved = resolved(reference);
                if (isOfServer(reference, base)
                        && resolved.startsWith("Medication/")
                        && !medications.containsKey(resolved)) {
                    missing.add(Need.resource(resolved));
                }
            }
        }
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
        if (report.indexOf('/') >= 0) {
            resultsOf.putIfAbsent(report, references);
        }
    }

    /** What an observation says in words, for the report that it is a result of. */
    public void saidIn(String observation, String words) {
        version++;
        wordsOf.putIfAbsent(observation, words);
    }

    /** Notes an observation that was sent because something refers to it, whatever its code. */
    public void included(String observation) {
        version++;
        included.add(observation);
    }

    /**
     * Results of image reports that have not come yet, those of the newest reports first.
     *
     * @param base base address of the server that may be asked; what a reference names on another server is not ours to ask for
     */
    public List<Need> missingResults(String base) {
        if (resultsOf.isEmpty()) {
            return List.of();
        }
        Set<String> known = resultsThatCame();
        Set<Need> missing = new LinkedHashSet<>();
        entries.stream()
                .map(Read::entry)
                .filter(Report.class::isInstance)
                .map(Report.class::cast)
                .filter(report -> report.isDone() || report.isPreliminary())
                .sorted(NEWEST_FIRST)
                .flatMap(report -> resultsOf.getOrDefault(report.reference(), List.of()).stream())
                .filter(reference -> isOfServer(reference, base))
                .map(this::resolved)
                .filter(key -> key.startsWith("Observation/") && !known.contains(key))
                .forEach(key -> missing.add(Need.resource(key)));
        return List.copyOf(missing);
    }

    /** Says that nobody is asked for further results: a report that refers to one which has not come is read in part. */
    public void resultsHaveCome() {
        version++;
        resultsHaveCome = true;
    }

    /** By type and id, or by URN. */
    private Set<String> resultsThatCame() {
        Set<String> came = new HashSet<>(wordsOf.keySet());
        came.addAll(included);
        for (Read read : entries) {
            String key = read.entry() instanceof Observation ? read.key() : null;
            if (key != null) {
                int component = key.indexOf('#');
                came.add(component < 0 ? key : key.substring(0, component));
            }
        }
        availability.forEach((key, how) -> {
            if (how.isAll()) {
                came.add(key);
            }
        });
        return came;
    }

    private static boolean isOfServer(String reference, String base) {
        return !reference.contains("://") || reference.startsWith(base + "/");
    }

    /** @param came results of all reports; null where what has not come may be elsewhere in the record */
    private Report withResults(Report report, @Nullable Set<String> came) {
        List<String> references = resultsOf.getOrDefault(report.reference(), List.of());
        if (references.isEmpty()) {
            return report;
        }
        StringJoiner words = new StringJoiner("\n\n");
        boolean lacking = false;
        for (String reference : references) {
            String key = resolved(reference);
            String said = wordsOf.get(key);
            if (said != null) {
                words.add(said);
            }
            lacking |= came != null
                    && !came.contains(key)
                    && FhirReference.of(reference).form() != FhirReference.Form.CONTAINED;
        }
        return words.length() == 0 && !lacking ? report : report.with(words.toString(), lacking);
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
        while (!entries.isEmpty() && isDraft(entries.get(entries.size() - 1).entry())) {
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
        Owners owners = new Owners(scope.patientId(), byUrn);
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
            this.draftSet = new DraftSet(scope, owners);
            this.came = resultsHaveCome && !resultsOf.isEmpty() ? resultsThatCame() : null;
        }

        /** Settles everything that was known. */
        ChartEntries all() {
            ChartEntries settled = ChartEntries.empty(terminology.valueSets().size());
            Set<String> seen = new HashSet<>(2 * entries.size());
            Set<String> dispatched = new HashSet<>();
            scope.dispatched().forEach(reference -> dispatched.add(Need.typeAndId(reference)));
            for (Read read : unjudged.judged(known(asOf), Read::entry)) {
                if (owners.isOfAnother(read.subject())) {
                    ofOthers++;
                    if (leftOut.size() < ChartGaps.MOST_NAMED) {
                        leftOut.add(new LeftOut(read.entry().reference(), ChartGaps.Reason.OTHER_PATIENT));
                    }
                } else if (!isRepeated(read, seen) && !draftSet.replaces(read)) {
                    Entry entry = judged(read);
                    settled.put(entry, isDraft(entry) || dispatched.contains(entry.reference()));
                }
            }
            return settled;
        }

        /** Takes what was known from the views before. */
        ChartEntries view(Timeline views) {
            views.moveTo(scope.now(), this);
            ChartEntries settled = views.entries(draftSet.keys);
            views.count(unknown, unjudged, draftSet.keys);
            for (int i = firstDraft; i < entries.size(); i++) {
                settled.put(judged(entries.get(i)), true);
            }
            return settled;
        }

        private Entry judged(Read read) {
            unknown.count(read.entry());
            Entry settled = settled(read);
            unjudged.note(settled);
            return settled;
        }

        @Override
        public Entry settled(Read read) {
            Entry entry = read.entry();
            if (entry instanceof Condition condition) {
                return resolver.condition(asOf.condition(condition));
            } else if (entry instanceof Observation observation) {
                return resolver.observation(observation);
            } else if (entry instanceof Report report) {
                return resolver.report(withResults(report, came), reason(report.reason(), read.reasons(), asOf));
            } else if (entry instanceof Order order) {
                Concept code = medicationCode(order.code(), order.reference(), read.medication());
                return resolver.order(
                        order, code, reason(order.reason(), read.reasons(), asOf), draftSet.isSelected(read));
            }
            MedicationUse use = (MedicationUse) entry;
            Concept code = medicationCode(use.code(), use.reference(), read.medication());
            return resolver.medication(use, code, reason(use.reason(), read.reasons(), asOf));
        }

        @Override
        public boolean isFinal(Read read, Entry settled) {
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
        int recorded = Math.min(firstDraft, entries.size());
        List<Read> drafts = entries.subList(recorded, entries.size());
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
            List<Read> all = entries.subList(0, recorded);
            Set<String> seen = new HashSet<>(2 * recorded);
            boolean each = all.stream().noneMatch(read -> owners.isOfAnother(read.subject()) || isRepeated(read, seen));
            timeline = each ? new Timeline(terminology.valueSets().size(), List.copyOf(all), this::knownFrom) : null;
        }
        return timeline;
    }

    private List<Read> known(AsOf asOf) {
        if (asOf.isEverything()) {
            return entries;
        }
        List<Read> known = new ArrayList<>(entries.size());
        for (Read read : entries) {
            if (isKnown(read, asOf)) {
                known.add(read);
            }
        }
        return known;
    }

    private static boolean isDraft(Entry entry) {
        return entry instanceof Order order && order.draft();
    }

    private boolean lacksDrafts(ChartScope scope) {
        return !anyDraft && scope.orders().areDrafts();
    }

    /** The drafts of the call: which of them are selected, and which entries of the record they replace. */
    private final class DraftSet {
        private final @Nullable Selections selections;
        private final Set<String> keys = new HashSet<>();
        private final boolean everyDraftSelected;

        DraftSet(ChartScope scope, Owners owners) {
            selections =
                    scope.orders() == Hook.Orders.SELECTED_DRAFTS ? new Selections(scope.selections(), byUrn) : null;
            boolean any = false;
            boolean anySelected = false;
            for (int i = firstDraft; i < entries.size(); i++) {
                Read read = entries.get(i);
                if (isDraft(read.entry()) && !owners.isOfAnother(read.subject())) {
                    any = true;
                    anySelected |=
                            selections != null && selections.name(read.entry().reference(), read.urn());
                    String key = read.key();
                    if (key != null) {
                        keys.add(key);
                    }
                }
            }
            everyDraftSelected = selections != null && any && !anySelected;
        }

        /** Says that the selections of order-select name no draft: then all count as selected. */
        boolean isEveryDraftSelected() {
            return everyDraftSelected;
        }

        /** On order-select the drafts named in selections; on every other hook all of them (CDSH-HOS-1, CDSH-HSG-1). */
        boolean isSelected(Read read) {
            return selections == null
                    || everyDraftSelected
                    || selections.name(read.entry().reference(), read.urn());
        }

        /** Says that the entry is the recorded state of an order that is now a draft again (CDSH-HSG-2). */
        boolean replaces(Read read) {
            return !keys.isEmpty() && Timeline.isOrder(read.entry()) && keys.contains(read.key());
        }
    }

    private @Nullable Encounter encounter(@Nullable String reference) {
        FhirReference named = FhirReference.of(reference);
        String typed = named.form() == FhirReference.Form.URN ? byUrn.get(named.key()) : null;
        return encounters.get(
                typed == null ? named.id() : FhirReference.of(typed).id());
    }

    /** A draft may repeat an order of the record (CDSH-HSG-2): the same resource in the same place counts once. */
    private static boolean isRepeated(Read read, Set<String> seen) {
        String key = read.key();
        if (key == null) {
            return false;
        }
        String place = read.entry() instanceof Order order ? (order.draft() ? "draft " : "order ") + key : key;
        return !seen.add(place);
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
        code = codeOfReason(resolved(reference), asOf);
        return code == null ? Concept.NONE : code;
    }

    private @Nullable Concept codeOfReason(String key, AsOf asOf) {
        Read condition = conditionsByKey().get(key);
        return condition != null && isKnown(condition, asOf) ? condition.entry().code() : otherReasons.get(key);
    }

    private Map<String, Read> conditionsByKey() {
        Map<String, Read> conditions = conditionsByKey;
        if (conditions == null) {
            conditions = new HashMap<>();
            for (Read read : entries) {
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
            Read condition = conditionsByKey().get(reference);
            Read resolved = conditionsByKey().get(resolved(reference));
            if (condition != null && !isKnown(condition, asOf) || resolved != null && !isKnown(resolved, asOf)) {
                return false;
            }
        }
        return true;
    }

    /** A draft is of the call itself. */
    private boolean isKnown(Read read, AsOf asOf) {
        return asOf.isEverything() || isDraft(read.entry()) || asOf.isReached(knownFrom(read));
    }

    /** A diagnosis of which nothing else tells was made when its encounter began, at the earliest. */
    private Instant knownFrom(Read read) {
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
        int undated = 0;
        int amended = 0;
        int endedUndated = 0;
        int statuses = 0;
        for (Read read : entries) {
            Entry entry = read.entry();
            undated += read.recorded() == null ? 1 : 0;
            if (entry instanceof Condition condition) {
                endedUndated += condition.abatement() == null && condition.past(Instant.MAX) ? 1 : 0;
            } else if (entry instanceof Observation observation) {
                amended += AsOf.isAmended(observation.status()) ? 1 : 0;
            } else if (entry instanceof Report report) {
                amended += AsOf.isAmended(report.status()) ? 1 : 0;
            } else if (entry instanceof Order order) {
                statuses += order.draft() || AsOf.isOpen(order.status()) ? 0 : 1;
            } else if (entry instanceof MedicationUse use) {
                statuses += AsOf.isOpen(use.status()) ? 0 : 1;
            }
        }
        return new AsOf.Limits(undated, amended, endedUndated, statuses);
    }

    /** What the reference names: type and id where that can be told. */
    private String resolved(String reference) {
        String key = FhirReference.of(reference).key();
        return byUrn.getOrDefault(key, key);
    }

    /** The code of a medication: its own, else that of the Medication it refers to; failing a known code, the drug its words name. */
    private Concept medicationCode(Concept own, String owner, @Nullable String reference) {
        Concept code = own;
        if (reference != null) {
            code = code.and(medicationCode(reference));
        }
        if (code.isKnown() || code == Concept.NONE || !isMedication(owner)) {
            return code;
        }
        return byIngredient.computeIfAbsent(code, this::withNamedIngredients);
    }

    private Concept medicationCode(String reference) {
        Medication medication = medications.get(reference);
        if (medication == null) {
            medication = medications.get(resolved(reference));
        }
        if (medication == null) {
            return Concept.NONE;
        }
        Concept code = medication.code();
        for (String ingredient : medication.ingredients()) {
            Medication item = medications.get(resolved(ingredient));
            if (item != null) {
                code = code == Concept.NONE
                        ? item.code()
                        : code.withSets(item.code().sets());
            }
        }
        return code;
    }

    private Concept withNamedIngredients(Concept code) {
        Memberships named = terminology.ingredientsNamedIn(code.words());
        return named.isEmpty() ? code : code.withSets(named);
    }

    private static boolean isMedication(String reference) {
        return reference.startsWith("Medication");
    }
}
