package org.cervicalcds.engine.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.terminology.WordRule;
import org.jspecify.annotations.Nullable;

/**
 * The chart by another, slow way: what {@link ChartBuilder} decides is written here a second time from the specification, rule by rule, for
 * entries whose references are resolved already. For tests that judge the builder and the reader before it.
 */
public final class ReferenceChart {
    /** docs/clinical.md 0.2: an earliest possible instant more than a day after now is in the future. */
    private static final Duration DAY = Duration.ofHours(24);

    private static final Pattern HERE = words(
            "neck",
            "cervic[a-z]*",
            "c-?spine",
            "head",
            "skull",
            "occip[a-z]*",
            "nuchal",
            "spine",
            "spinal",
            "vertebra[a-z]*",
            "back",
            "thoracic",
            "lumbar[a-z]*",
            "sacr[a-z]*");
    private static final Pattern ELSEWHERE = words(
            "limbs?",
            "extremit[a-z]+",
            "arms?",
            "legs?",
            "hands?",
            "wrists?",
            "fingers?",
            "thumbs?",
            "elbows?",
            "shoulders?",
            "hips?",
            "thighs?",
            "knees?",
            "calf",
            "calves",
            "ankles?",
            "foot",
            "feet",
            "toes?",
            "forearms?",
            "chest",
            "thorax",
            "ribs?",
            "sternum",
            "abdom[a-z]+",
            "pelvi[a-z]+",
            "groin",
            "jaw",
            "mandib[a-z]+",
            "tmj",
            "temporomandibular");
    private static final Pattern NECK = words("neck", "cervic[a-z]*", "c-?spine", "nuchal");

    private final Terminology terminology;
    private final Map<String, Patient> patients = new HashMap<>();
    private final Map<String, Encounter> encounters = new HashMap<>();
    private final List<Given> all = new ArrayList<>();

    private record Given(Entry entry, @Nullable String urn, @Nullable String subject) {
        @Nullable
        String name() {
            return entry.reference().contains("/") ? entry.reference() : urn;
        }
    }

    public ReferenceChart(Terminology terminology) {
        this.terminology = terminology;
    }

    private static Pattern words(String... alternatives) {
        return Pattern.compile("\\b(" + String.join("|", alternatives) + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    public void patient(Patient patient) {
        patients.putIfAbsent(patient.id(), patient);
    }

    public void encounter(Encounter encounter) {
        encounters.putIfAbsent(encounter.id(), encounter);
    }

    /**
     * Adds an entry whose code and reason are complete.
     *
     * @param urn its {@code fullUrl} where that is a URN, in small letters
     * @param subject {@code Type/id} of whom it is about; null where that cannot be told
     */
    public void add(Entry entry, @Nullable String urn, @Nullable String subject) {
        all.add(new Given(entry, urn, subject));
    }

    /**
     * The chart of a call for which all of these needs came whole.
     *
     * @param selected what {@code context.selections} names: {@code Type/id}, URNs in small letters, bare ids
     */
    public Chart build(ChartScope scope, Collection<Need> needs, Set<String> selected) {
        List<Given> own = all.stream()
                .filter(given -> given.subject() == null || given.subject().equals("Patient/" + scope.patientId()))
                .toList();
        List<Given> drafts = own.stream().filter(ReferenceChart::isDraft).toList();
        boolean choosing =
                scope.hook().equals("order-select") && drafts.stream().anyMatch(draft -> isNamed(draft, selected));
        int sets = terminology.valueSets().size();
        EntryIndex<Condition> conditions = new EntryIndex<>(sets);
        EntryIndex<Observation> observations = new EntryIndex<>(sets);
        EntryIndex<Report> reports = new EntryIndex<>(sets);
        EntryIndex<Order> draftOrders = new EntryIndex<>(sets);
        EntryIndex<Order> recordedOrders = new EntryIndex<>(sets);
        EntryIndex<MedicationUse> uses = new EntryIndex<>(sets);
        Patient patient = patients.get(scope.patientId());
        Encounter encounter = scope.encounterId() == null ? null : encounters.get(scope.encounterId());
        int coded = 0;
        int foreign = 0;
        for (int i = 0; i < own.size(); i++) {
            Given given = own.get(i);
            if (isRepeated(given, own.subList(0, i)) || isReplaced(given, drafts)) {
                continue;
            }
            if (given.entry() instanceof Condition condition) {
                coded += condition.code().codings().isEmpty() ? 0 : 1;
                foreign += condition.code().isOfUnknownSystems() ? 1 : 0;
                conditions.put(
                        condition.settled(counted(condition), event(condition, patient, encounter, scope)),
                        counted(condition));
            } else if (given.entry() instanceof Observation observation) {
                observations.put(
                        observation.settled(event(observation.date(), observation.stated(), scope)),
                        observation.code().sets());
            } else if (given.entry() instanceof Report report) {
                reports.put(
                        report.settled(
                                report.reason(), event(report.date(), report.stated(), scope), scope.reportTextMax()),
                        report.code().sets());
            } else if (given.entry() instanceof Order order) {
                Concept code = drug(order.code(), order.reference());
                Order dated = order.settled(code, order.reason(), event(order.authoredOn(), true, scope))
                        .chosen(!order.draft() || !choosing || isNamed(given, selected));
                (order.draft() ? draftOrders : recordedOrders).put(dated, code.sets());
            } else if (given.entry() instanceof MedicationUse use) {
                Concept code = drug(use.code(), use.reference());
                uses.put(use.settled(code, use.reason(), event(use.supply().from(), true, scope)), code.sets());
            }
        }
        Map<String, Availability> how = new LinkedHashMap<>();
        needs.forEach(need -> how.put(need.key(), Availability.ALL));
        if (foreign * 2 > coded && how.containsKey(Need.CONDITIONS.key())) {
            how.put(Need.CONDITIONS.key(), Availability.part(Availability.Cause.UNKNOWN_CODES, coded - foreign, coded));
        }
        return new Chart(
                scope,
                patient,
                encounter,
                ChartGaps.NONE,
                how,
                conditions,
                observations,
                reports,
                draftOrders,
                recordedOrders,
                uses,
                new Performers(),
                List.of(),
                CpuBudget.UNLIMITED);
    }

    private static boolean isDraft(Given given) {
        return given.entry() instanceof Order order && order.draft();
    }

    private static boolean isNamed(Given draft, Set<String> selected) {
        String reference = draft.entry().reference();
        String urn = draft.urn();
        return selected.contains(reference)
                || reference.contains("/") && selected.contains(reference.substring(reference.indexOf('/') + 1))
                || urn != null
                        && (selected.contains(urn) || selected.contains(urn.substring(urn.lastIndexOf(':') + 1)));
    }

    /** One resource in one place counts once; as a draft and as an order of the record it stands in two places. */
    private static boolean isRepeated(Given given, List<Given> before) {
        String name = given.name();
        return name != null
                && before.stream()
                        .anyMatch(other -> name.equals(other.name())
                                && isDraft(other) == isDraft(given)
                                && other.entry() instanceof Order == given.entry() instanceof Order);
    }

    private static boolean isReplaced(Given given, List<Given> drafts) {
        boolean recorded = given.entry() instanceof Order order
                ? !order.draft()
                : given.entry() instanceof MedicationUse use && use.kind() == MedicationUse.Kind.REQUEST;
        String name = given.name();
        return recorded && name != null && drafts.stream().anyMatch(draft -> name.equals(draft.name()));
    }

    private static @Nullable EventDate event(@Nullable PartialDate date, boolean stated, ChartScope scope) {
        return date == null
                ? null
                : dated(date, stated ? EventDate.Origin.STATED : EventDate.Origin.RECORDED, null, false, scope);
    }

    /** docs/clinical.md 0.2: partial dates, future dates. */
    private static EventDate dated(
            PartialDate date,
            EventDate.Origin origin,
            @Nullable PartialDate recorded,
            boolean byAge,
            ChartScope scope) {
        Instant now = scope.now();
        EventDate.Recency recency = EventDate.Recency.BY_DATE;
        if (origin == EventDate.Origin.ENCOUNTER) {
            recency = EventDate.Recency.ALWAYS;
        } else if (date.precision() == PartialDate.Precision.YEAR) {
            Year thisYear = Year.from(now.atZone(scope.zone()));
            Year year = Year.from(date.earliest().atZone(scope.zone()));
            recency = year.equals(thisYear) ? EventDate.Recency.BY_DATE_AND_RECORDED : EventDate.Recency.NEVER;
        } else if (byAge) {
            recency = EventDate.Recency.BY_DATE_AND_RECORDED;
        }
        return new EventDate(
                date,
                notAfter(date.latest(), now),
                origin,
                recency,
                recorded == null ? null : notAfter(recorded.latest(), now),
                Duration.between(now, date.earliest()).compareTo(DAY) > 0);
    }

    private static Instant notAfter(Instant time, Instant now) {
        return time.compareTo(now) > 0 ? now : time;
    }

    private @Nullable EventDate event(
            Condition condition, @Nullable Patient patient, @Nullable Encounter ofTheCall, ChartScope scope) {
        PartialDate recorded = condition.recorded();
        PartialDate birth = patient == null ? null : patient.birthDate();
        Integer age = condition.onsetAge();
        if (condition.onset() != null) {
            return dated(condition.onset(), EventDate.Origin.STATED, recorded, false, scope);
        }
        if (age != null && birth != null) {
            ZoneId zone = scope.zone();
            LocalDate from = LocalDate.ofInstant(birth.earliest(), zone).plusYears(age);
            LocalDate before = LocalDate.ofInstant(birth.latest(), zone).plusYears(age + 1L);
            PartialDate year = new PartialDate(
                    from.atStartOfDay(zone).toInstant(),
                    before.atStartOfDay(zone).toInstant().minusMillis(1),
                    PartialDate.Precision.MONTH);
            return dated(year, EventDate.Origin.STATED, recorded, true, scope);
        }
        if (recorded != null) {
            return dated(recorded, EventDate.Origin.RECORDED, recorded, false, scope);
        }
        String reference = condition.encounter();
        Encounter visit =
                reference == null ? null : encounters.get(reference.substring(reference.lastIndexOf('/') + 1));
        if (visit == null
                || !condition.encounterDiagnosis()
                || condition.clinicalStatus() != Condition.ClinicalStatus.ACTIVE) {
            return null;
        }
        boolean goesOn = visit.inProgress() && ofTheCall != null && visit.id().equals(ofTheCall.id());
        PartialDate end = visit.end();
        boolean endedLately = !visit.inProgress()
                && end != null
                && end.earliest().compareTo(scope.now()) <= 0
                && end.latest().compareTo(scope.now().minus(scope.endedVisit())) >= 0;
        if (!goesOn && !endedLately) {
            return null;
        }
        PartialDate start = visit.start() != null
                ? visit.start()
                : PartialDate.day(LocalDate.ofInstant(scope.now(), scope.zone()), scope.zone());
        return dated(start, EventDate.Origin.ENCOUNTER, start, false, scope);
    }

    /** docs/clinical.md 0.3, body site; and codes that count only where the neck is named. */
    private Memberships counted(Condition condition) {
        String site = condition.bodySite().words();
        boolean elsewhere =
                ELSEWHERE.matcher(site).find() && !HERE.matcher(site).find();
        String text = condition.code().text() == null ? "" : condition.code().text();
        boolean neck = NECK.matcher(site).find()
                || NECK.matcher(text).find()
                || NECK.matcher(condition.note().written()).find();
        Memberships counted = Memberships.NONE;
        for (Coding coding : condition.code().codings()) {
            Memberships sets = coding.sets();
            counted = counted.or(neck ? sets : sets.without(terminology.onlyWithNeckNamed(coding)));
        }
        String written = String.join("\n", site, text, condition.note().written());
        for (WordRule rule : terminology.wordRules()) {
            if (!rule.admits(condition.code().codings(), written)) {
                counted = counted.without(rule.set().alone());
            }
        }
        return elsewhere ? counted.without(terminology.bodyRegionSets()) : counted;
    }

    /** A drug without a code that is known is told by the ingredients that its words name. */
    private Concept drug(Concept code, String owner) {
        boolean isDrug = owner.startsWith("Medication");
        boolean known = false;
        for (ValueSet set : terminology.valueSets()) {
            known |= code.in(set);
        }
        Memberships named = isDrug && !known && code != Concept.NONE
                ? terminology.ingredientsNamedIn(code.words())
                : Memberships.NONE;
        return named.isEmpty() ? code : code.withSets(named);
    }
}
