package org.cervicalcds.engine.criteria;

import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Supply;
import org.jspecify.annotations.Nullable;

/**
 * How long a medication order must last.
 *
 * @param lengthUnknown only an order counts whose length cannot be told
 * @param notInpatientUpTo an inpatient order of up to so many days does not count (around an operation); null for no such rule
 */
public record SupplyRule(boolean lengthUnknown, @Nullable Integer notInpatientUpTo) {
    public static final SupplyRule ANY = new SupplyRule(false, null);
    private static final String INPATIENT = "inpatient";

    public boolean holds(@Nullable Supply supply, Concept category) {
        Integer length = supply == null ? null : SupplyLength.days(supply);
        if (length == null) {
            return true;
        }
        boolean shortInpatient = notInpatientUpTo != null && length <= notInpatientUpTo && isInpatient(category);
        return !lengthUnknown && !shortInpatient;
    }

    private static boolean isInpatient(Concept category) {
        return category.codings().stream().anyMatch(coding -> coding.code().equalsIgnoreCase(INPATIENT));
    }
}
