package org.cervicalcds.engine.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the hook call is about and when it is answered.
 *
 * @param hook name of the {@link Hook}, such as {@code order-select}
 * @param patientId bare id of the context's patient
 * @param encounterId bare id of the context's encounter
 * @param userType resource type of the context's user; empty where it is not given
 * @param selections {@code context.selections} as they came; used on order-select only (CDSH-HSG-1)
 * @param dispatched references of {@code context.dispatchedOrders} as they came; used on order-dispatch only
 * @param performer reference of {@code context.performer} as it came; null where the hook has none
 * @param now the evaluation instant
 * @param zone the zone whose days count
 * @param endedVisit for so long after the end of a visit its undated diagnoses are recent
 * @param reportTextMax so many characters of a report are read
 */
public record ChartScope(
        String hook,
        String patientId,
        @Nullable String encounterId,
        String userType,
        List<String> selections,
        List<String> dispatched,
        @Nullable String performer,
        Instant now,
        ZoneId zone,
        Duration endedVisit,
        int reportTextMax) {
    /** Characters of a report that are read where nothing else is said (docs/clinical.md 0.2, report_text_max). */
    public static final int REPORT_TEXT_MAX = 200_000;

    /** For a call that dispatches no orders, and where undated diagnoses are recent only while the visit goes on. */
    public ChartScope(
            String hook,
            String patientId,
            @Nullable String encounterId,
            String userType,
            List<String> selections,
            Instant now,
            ZoneId zone) {
        this(
                hook,
                patientId,
                encounterId,
                userType,
                selections,
                List.of(),
                null,
                now,
                zone,
                Duration.ZERO,
                REPORT_TEXT_MAX);
    }

    /** Where the orders come from that the call is about; those of the record for a hook that is not known. */
    public Hook.Orders orders() {
        Hook known = Hook.named(hook);
        return known == null ? Hook.Orders.RECORDED : known.orders();
    }
}
