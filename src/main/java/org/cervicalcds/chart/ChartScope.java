package org.cervicalcds.chart;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the hook call is about and when it is answered.
 *
 * @param hook name of the hook, such as {@code order-select}
 * @param patientId bare id of the context's patient
 * @param encounterId bare id of the context's encounter
 * @param userType resource type of the context's user; empty where it is not given
 * @param selections {@code context.selections} as they came; used on order-select only (CDSH-HSG-1)
 * @param now the evaluation instant
 * @param zone the zone whose days count
 */
public record ChartScope(
        String hook,
        String patientId,
        @Nullable String encounterId,
        String userType,
        List<String> selections,
        Instant now,
        ZoneId zone) {
    public static final String PATIENT_VIEW = "patient-view";
    public static final String ORDER_SELECT = "order-select";
    public static final String ORDER_SIGN = "order-sign";
}
