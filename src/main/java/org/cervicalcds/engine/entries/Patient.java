package org.cervicalcds.engine.entries;

import org.jspecify.annotations.Nullable;

/**
 * The patient, as far as cards depend on it.
 *
 * @param died when; null where no date is given, or the patient lives
 */
public record Patient(
        String id, @Nullable PartialDate birthDate, boolean active, boolean deceased, @Nullable PartialDate died) {

    /** A patient of whose death no date is given. */
    public Patient(String id, @Nullable PartialDate birthDate, boolean active, boolean deceased) {
        this(id, birthDate, active, deceased, null);
    }
}
