package org.cervicalcds.chart;

import java.util.List;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.Memberships;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** Gives each entry its event date and decides in which value sets it counts. */
final class Settling {
    private final ChartScope scope;
    private final @Nullable Patient patient;
    private final @Nullable Encounter encounter;
    private final Terminology terminology;

    Settling(ChartScope scope, @Nullable Patient patient, @Nullable Encounter encounter, Terminology terminology) {
        this.scope = scope;
        this.patient = patient;
        this.encounter = encounter;
        this.terminology = terminology;
    }

    Condition condition(Condition condition) {
        return condition.settled(countedSets(condition), conditionEvent(condition));
    }

    Observation observation(Observation observation) {
        return observation.settled(event(observation.date(), observation.stated()));
    }

    Report report(Report report, Concept reason) {
        return report.settled(reason, event(report.date(), report.stated()));
    }

    Order order(Order order, Concept code, Concept reason) {
        Order settled = order.settled(code, reason, event(order.authoredOn(), true));
        return settled.chosen(!settled.draft() || isSelected(settled));
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
        return isOfThisEncounter(condition) ? encounterEvent() : null;
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

    private boolean isOfThisEncounter(Condition condition) {
        return condition.clinicalStatus() == Condition.ClinicalStatus.ACTIVE
                && condition.encounterDiagnosis()
                && encounter != null
                && encounter.inProgress()
                && encounter.id().equals(condition.encounter());
    }

    private EventDate encounterEvent() {
        PartialDate start = encounter == null ? null : encounter.start();
        PartialDate date = start != null
                ? start
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
        return sets.without(setsThatWantTheNeckNamed(condition));
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
        String text = condition.code().text();
        return BodyRegion.namesNeck(
                condition.bodySite().words() + "\n" + (text == null ? "" : text) + "\n" + condition.note());
    }

    /** On order-select the drafts named in selections; on every other hook all of them (CDSH-HOS-1, CDSH-HSG-1). */
    private boolean isSelected(Order order) {
        if (!scope.hook().equals(ChartScope.ORDER_SELECT)) {
            return true;
        }
        List<String> selections = scope.selections();
        String reference = order.reference();
        String id = reference.substring(reference.indexOf('/') + 1);
        for (String selection : selections) {
            if (selection.equals(reference) || selection.equals(id) || selection.endsWith("/" + reference)) {
                return true;
            }
        }
        return false;
    }
}
