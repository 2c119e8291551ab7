package org.cervicalcds.engine.terminology;

import org.jspecify.annotations.Nullable;

/**
 * A code as it came in, with its code system where that is known here, and the value sets it belongs to.
 *
 * @param systemUri the address that the content gives the system; where the system is not known, the one that came
 * @param label our own words for the code; null where it is in no value set
 */
public record Coding(
        @Nullable CodeSystem system,
        String systemUri,
        String code,
        @Nullable String display,
        @Nullable String label,
        Memberships sets) {

    /** The code in the form in which codes are compared (ICD-10-CM: upper case without the dot). */
    public String normalCode() {
        return system == null ? code : system.normal(code);
    }

    /** Says that it is an ICD-10 code, of the WHO or of the United States; both build their codes alike. */
    public boolean isIcd10() {
        return isOf("icd-10-cm") || isOf("icd-10");
    }

    public boolean isOf(String systemName) {
        return system != null && system.name().equals(systemName);
    }
}
