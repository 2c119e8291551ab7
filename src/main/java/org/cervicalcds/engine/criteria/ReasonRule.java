package org.cervicalcds.engine.criteria;

import java.util.List;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * What the reason of an order must be.
 *
 * @param text what it says in words; null for anything
 * @param in value sets the coded reason must be in; empty for any
 * @param mustBeGiven an order without a coded reason does not count either
 */
public record ReasonRule(@Nullable Wording text, List<ValueSet> in, boolean mustBeGiven) {
    public static final ReasonRule ANY = new ReasonRule(null, List.of(), false);

    /**
     * Says whether the reason fits. One code of the sets is enough, but a code that is known for something else is another reason and
     * does not fit; a code that is not known at all may be a translation of its neighbour.
     */
    public boolean holds(Concept reason) {
        if (text != null && !text.isIn(reason.freeText())) {
            return false;
        }
        if (in.isEmpty() || reason.codings().isEmpty() && !mustBeGiven) {
            return true;
        }
        boolean fits = false;
        for (Coding coding : reason.codings()) {
            boolean meant = in.stream().anyMatch(set -> coding.sets().in(set));
            if (!meant && !coding.sets().isEmpty()) {
                return false;
            }
            fits |= meant;
        }
        return fits;
    }
}
