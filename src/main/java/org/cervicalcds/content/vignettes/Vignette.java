package org.cervicalcds.content.vignettes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worked example of one card: a patient, a hook call, and what the card must do.
 *
 * @param card id of the card it stands beside
 * @param request the CDS Hooks request, with everything in prefetch
 * @param expect critical, warning, info, silent or undetermined
 * @param because the reason the decision must give; null for any
 * @param becauseOf the finding that must keep a tier of an indicator from speaking, by indicator
 * @param summary the exact summary; null for any
 * @param says parts that must stand in the detail
 * @param saysNot parts that must not
 * @param suggests the labels of the suggestions, in order; null for any
 * @param cards all cards of the answer as "id tier", in order; null for any
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Vignette(
        String card,
        String title,
        String hook,
        byte[] request,
        String expect,
        @Nullable String because,
        Map<String, String> becauseOf,
        @Nullable String summary,
        List<String> says,
        List<String> saysNot,
        @Nullable List<String> suggests,
        @Nullable List<String> cards) {
    /** The evaluation instant of every vignette. */
    public static final Instant NOW = Instant.parse("2025-06-15T10:00:00Z");

    /** One of which only the outcome is expected. */
    public Vignette(String card, String title, String hook, byte[] request, String expect) {
        this(card, title, hook, request, expect, null, Map.of(), null, List.of(), List.of(), null, null);
    }

    @Override
    public String toString() {
        return card + ": " + title;
    }
}
