package org.cervicalcds.engine.chart;

import java.util.function.Function;
import org.cervicalcds.engine.entries.BodyRegion;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
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
import org.cervicalcds.engine.terminology.WordRule;
import org.jspecify.annotations.Nullable;

/** Gives each entry its event date and decides in which value sets it counts. */
final class EntryResolver {
    private final ChartScope scope;
    private final @Nullable Patient patient;
    private final @Nullable Encounter encounter;
    private final Function<@Nullable String, @Nullable Encounter> encounters;
    private final Terminology terminology;

    /**
     * @param encounter that of the call
     * @param encounters gives any that came, by a reference to it
     */
    EntryResolver(
            ChartScope scope,
            @Nullable Patient patient,
            @Nullable Encounter encounter,
            Function<@Nullable String, @Nullable Encounter> encounters,
            Terminology terminology) {
        this.scope = scope;
        this.patient = patient;
        this.encounter = encounter;
        this.encounters = encounters;
        this.terminology = terminology;
    }

    Condition condition(Condition condition) {
        return condition.settled(countedSets(condition), conditionEvent(condition));
    }

    Observation observation(Observation observation) {
        return observation.settled(event(observation.date(), observation.stated()));
    }

    Report report(Report report, Concept reason) {
        return report.settled(reason, event(report.date(), report.stated()), scope.reportTextMax());
    }

    Order order(Order order, Concept code, Concept reason, boolean selected) {
        return order.settled(code, reason, event(order.authoredOn(), true)).chosen(!order.draft() || selected);
    }

    MedicationUse medication(MedicationUse use, Concept code, Concept reason) {
        return use.settled(code, reason, event(use.supply().from(), true));
    }

    private @Nullable EventDate event(@Nullable PartialDate date, boolean stated) {
        return date == null
                ? null
                : EventDate.of(
                        date, stated ? EventDate.Origin.STATED : EventDate.Origin.RECORDED, null, false, scope.now());
    }

    private @Nullable EventDate conditionEvent(Condition condition) {
        PartialDate recorded = condition.recorded();
        if (condition.onset() != null) {
            return EventDate.of(condition.onset(), EventDate.Origin.STATED, recorded, false, scope.now());
        }
        PartialDate birth = patient == null ? null : patient.birthDate();
        if (condition.onsetAge() != null && birth != null) {
            return EventDate.of(
                    yearFrom(birth, condition.onsetAge()), EventDate.Origin.STATED, recorded, true, scope.now());
        }
        if (recorded != null) {
            return EventDate.of(recorded, EventDate.Origin.RECORDED, recorded, false, scope.now());
        }
        return encounterEvent(condition);
    }

    /** An onset at some age lies somewhere in the year that starts with the birthday. */
    private PartialDate yearFrom(PartialDate birth, int age) {
        var first = birth.firstDay(scope.zone()).plusYears(age);
        var last = birth.latest()
                .atZone(scope.zone())
                .toLocalDate()
                .plusYears(age + 1L)
                .minusDays(1);
        return new PartialDate(
                PartialDate.day(first, scope.zone()).earliest(),
                PartialDate.day(last, scope.zone()).latest(),
                PartialDate.Precision.MONTH);
    }

    /** Of an undated diagnosis of the encounter that is going on, or that ended lately (docs/clinical.md 0.2); null for any other. */
    private @Nullable EventDate encounterEvent(Condition condition) {
        if (condition.clinicalStatus() != Condition.ClinicalStatus.ACTIVE
                || !condition.encounterDiagnosis()
                || condition.encounter() == null) {
            return null;
        }
        Encounter own = encounters.apply(condition.encounter());
        boolean goesOn = own != null && encounter != null && own.id().equals(encounter.id()) && own.inProgress();
        return own != null && (goesOn || own.endedSince(scope.now().minus(scope.endedVisit()), scope.now()))
                ? startOf(own)
                : null;
    }

    private EventDate startOf(Encounter own) {
        PartialDate date = own.start() != null
                ? own.start()
                : PartialDate.day(scope.now().atZone(scope.zone()).toLocalDate(), scope.zone());
        return EventDate.of(date, EventDate.Origin.ENCOUNTER, date, false, scope.now());
    }

    /** A set about a body region does not hold an entry whose body site is elsewhere. */
    private Memberships countedSets(Condition condition) {
        Memberships sets = condition.code().sets();
        if (sets.isEmpty()) {
            return sets;
        }
        if (BodyRegion.isElsewhere(condition.bodySite().words())) {
            sets = sets.without(terminology.bodyRegionSets());
        }
        sets = sets.without(setsThatWantTheNeckNamed(condition));
        for (WordRule rule : terminology.wordRules()) {
            if (sets.in(rule.set()) && !rule.admits(condition.code().codings(), freeWords(condition))) {
                sets = sets.without(rule.set().alone());
            }
        }
        return sets;
    }

    /** What people wrote; not the names of codes, which are those of whole categories ("aneurysm and dissection"). */
    private static String freeWords(Condition condition) {
        String text = condition.code().text();
        return condition.bodySite().words() + "\n" + (text == null ? "" : text) + "\n"
                + condition.note().written();
    }

    private Memberships setsThatWantTheNeckNamed(Condition condition) {
        Memberships unless = Memberships.NONE;
        Memberships otherwise = Memberships.NONE;
        for (Coding coding : condition.code().codings()) {
            Memberships conditional = terminology.onlyWithNeckNamed(coding);
            unless = unless.or(conditional);
            otherwise = otherwise.or(coding.sets().without(conditional));
        }
        if (unless.isEmpty() || namesNeck(condition)) {
            return Memberships.NONE;
        }
        return unless.without(otherwise);
    }

    private static boolean namesNeck(Condition condition) {
        return BodyRegion.namesNeck(freeWords(condition));
    }
}
