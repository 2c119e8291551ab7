package org.cervicalcds.service.store;

import java.time.Instant;
import java.util.Set;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.Keys;
import org.jspecify.annotations.Nullable;

/**
 * What may suppress a card for a patient: it was overridden for a reason that settles it, or it was shown already.
 *
 * @param key of the feedback item, or a hash over patient, card and encounter
 * @param patientKey as in {@link Call}
 * @param tier in which it was overridden or shown; a higher one is always shown
 * @param reason code of the override reason; null for a card that was shown
 * @param evidence keyed hashes of what the overridden card rested on
 * @param encounterKey of the call it was sent in; null where there was none, or where it holds for all encounters
 * @param instanceKey of that call
 * @param since when it was overridden or shown
 */
record Ground(
        String key,
        String patientKey,
        String card,
        Indicator tier,
        @Nullable String reason,
        Set<String> evidence,
        @Nullable String encounterKey,
        @Nullable String instanceKey,
        Instant since) {

    /** A card that was shown; holds for one encounter, or for all where there is none. */
    static Ground shown(Call call, String patientKey, String card, Indicator tier, boolean inEncounter, Instant at) {
        String encounter = inEncounter ? call.encounterKey() : null;
        return new Ground(
                Keys.hash("shown", patientKey, card, encounter == null ? "" : encounter),
                patientKey,
                card,
                tier,
                null,
                Set.of(),
                encounter,
                call.instanceKey(),
                at);
    }
}
