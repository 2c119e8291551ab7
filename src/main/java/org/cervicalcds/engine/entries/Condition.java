package org.cervicalcds.engine.entries;

import java.time.Instant;
import org.cervicalcds.engine.terminology.Memberships;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR Condition.
 *
 * @param sets the value sets in which it counts: those of its codes, less the ones its body site rules out
 * @param onset onset[x] as far as it is a date
 * @param onsetAge onsetAge in years
 * @param note all notes, an empty line between them
 * @param encounterDiagnosis its category is encounter-diagnosis
 * @param encounter reference to its encounter, as it came
 */
public record Condition(
        String reference,
        Concept code,
        Memberships sets,
        ClinicalStatus clinicalStatus,
        Verification verification,
        @Nullable PartialDate onset,
        @Nullable Integer onsetAge,
        @Nullable PartialDate abatement,
        @Nullable PartialDate recorded,
        Concept bodySite,
        FreeText note,
        boolean encounterDiagnosis,
        @Nullable String encounter,
        @Nullable EventDate event)
        implements Entry {

    /** Condition.clinicalStatus; what is no R4 code counts as not given. */
    public enum ClinicalStatus {
        ACTIVE,
        RECURRENCE,
        RELAPSE,
        REMISSION,
        INACTIVE,
        RESOLVED,
        NOT_GIVEN
    }

    /** Condition.verificationStatus as far as it changes what an entry proves. */
    public enum Verification {
        /** confirmed, or not given. */
        CONFIRMED,
        PROVISIONAL,
        /** unconfirmed, differential, or no R4 code. */
        UNCONFIRMED,
        REFUTED,
        ENTERED_IN_ERROR;

        public boolean suspected() {
            return this == PROVISIONAL || this == UNCONFIRMED;
        }

        /** An entry that was refuted or entered in error never counts. */
        public boolean dropped() {
            return this == REFUTED || this == ENTERED_IN_ERROR;
        }
    }

    /** Counts for a disease that stays: every status but resolved, and no abatement in the past unless the status says active. */
    public boolean lifelong(Instant now) {
        return switch (clinicalStatus) {
            case ACTIVE -> true;
            case RECURRENCE, RELAPSE, REMISSION, INACTIVE, NOT_GIVEN -> !abated(now);
            case RESOLVED -> false;
        };
    }

    /** Counts for what the patient has now: active, recurrence, relapse, or no status and no abatement in the past. */
    public boolean current(Instant now) {
        return switch (clinicalStatus) {
            case ACTIVE, RECURRENCE, RELAPSE -> true;
            case NOT_GIVEN -> !abated(now);
            case REMISSION, INACTIVE, RESOLVED -> false;
        };
    }

    /** Counts for what the patient had: resolved, inactive, remission, or no status and an abatement in the past. */
    public boolean past(Instant now) {
        return switch (clinicalStatus) {
            case RESOLVED, INACTIVE, REMISSION -> true;
            case NOT_GIVEN -> abated(now);
            case ACTIVE, RECURRENCE, RELAPSE -> false;
        };
    }

    /** Says that onset[x] itself gave the date, not recordedDate. */
    public boolean hasOwnOnset() {
        return onset != null || onsetAge != null;
    }

    /** Says that only its visit may tell when it was. */
    public boolean isOfVisit() {
        return encounterDiagnosis && encounter != null;
    }

    private boolean abated(Instant now) {
        return abatement != null && abatement.latestUpTo(now).isBefore(now);
    }

    /** The same entry with the date of an older one. */
    public Condition dated(@Nullable EventDate date) {
        return settled(sets, date);
    }

    /** As it was before an abatement that came later: going on, whatever its status says now. */
    public Condition beforeItAbated() {
        ClinicalStatus then =
                switch (clinicalStatus) {
                    case ACTIVE, RECURRENCE, RELAPSE -> clinicalStatus;
                    case REMISSION, INACTIVE, RESOLVED, NOT_GIVEN -> ClinicalStatus.ACTIVE;
                };
        return new Condition(
                reference,
                code,
                sets,
                then,
                verification,
                onset,
                onsetAge,
                null,
                recorded,
                bodySite,
                note,
                encounterDiagnosis,
                encounter,
                event);
    }

    /** The same in the value sets that count, with the date that other entries settle. */
    public Condition settled(Memberships counted, @Nullable EventDate date) {
        return new Condition(
                reference,
                code,
                counted,
                clinicalStatus,
                verification,
                onset,
                onsetAge,
                abatement,
                recorded,
                bodySite,
                note,
                encounterDiagnosis,
                encounter,
                date);
    }
}
