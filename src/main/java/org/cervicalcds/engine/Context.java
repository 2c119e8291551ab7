package org.cervicalcds.engine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The moment that is decided for: what a CDS Hooks request says beside the patient's data.
 *
 * @param hook name of the hook, such as {@code patient-view}
 * @param patientId bare id of the patient
 * @param now when it is decided; the engine has no clock of its own
 * @param zone the zone whose days count
 * @param locale language of the reader; a card without words in it is English
 * @param selections {@code context.selections}; used on order-select only
 * @param encounterId bare id of the encounter; null for none
 * @param userType resource type of the user; empty where it is not given
 * @param dispatched references of {@code context.dispatchedOrders}; used on order-dispatch only
 * @param performer reference of {@code context.performer}; null for none
 */
public record Context(
        String hook,
        String patientId,
        Instant now,
        ZoneId zone,
        Locale locale,
        List<String> selections,
        @Nullable String encounterId,
        String userType,
        List<String> dispatched,
        @Nullable String performer) {

    /** A moment outside of any encounter, of which nothing is dispatched. */
    public Context(String hook, String patientId, Instant now, ZoneId zone, Locale locale, List<String> selections) {
        this(hook, patientId, now, zone, locale, selections, null, "", List.of(), null);
    }

    /** The same moment in an encounter. */
    public Context in(@Nullable String encounter) {
        return new Context(hook, patientId, now, zone, locale, selections, encounter, userType, dispatched, performer);
    }
}
