package org.cervicalcds.engine.findings;

import java.util.List;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.FreeText;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * What an entry must say beyond its code, status and date.
 *
 * @param oldCauses an entry without an onset of its own is not new where the record holds an older entry of these sets
 * @param ownOnset it must state an onset of its own
 * @param encounterDiagnosis it must be a diagnosis of a visit
 * @param text what its words, notes or body site must say; null for anything
 * @param withoutText what they must not say; null for nothing
 * @param beside what its event must lie near; null for nothing
 * @param among findings to whose evidence it must belong; empty for any
 */
public record EntryRule(
        List<ValueSet> oldCauses,
        boolean ownOnset,
        boolean encounterDiagnosis,
        @Nullable Wording text,
        @Nullable Wording withoutText,
        @Nullable Beside beside,
        List<String> among) {
    public static final EntryRule ANY = new EntryRule(List.of(), false, false, null, null, null, List.of());

    boolean holds(Condition condition) {
        if (ownOnset && !condition.hasOwnOnset() || encounterDiagnosis && !condition.encounterDiagnosis()) {
            return false;
        }
        if (text == null && withoutText == null) {
            return true;
        }
        FreeText words = words(condition);
        return (text == null || text.isIn(words)) && (withoutText == null || withoutText.isSurelyNotIn(words));
    }

    /** Says that what its words must say is not known, since they could not be read. */
    boolean isUnread(Condition condition) {
        return text != null && !text.isReadWhole(words(condition));
    }

    private static FreeText words(Condition condition) {
        return FreeText.lines(
                condition.code().freeText(),
                condition.note(),
                condition.bodySite().freeText());
    }
}
