package org.cervicalcds.engine.cards;

import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.words.PlainNames;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all cards together.
 *
 * @param maxCards cards in one answer; critical ones always pass
 * @param infoOnlyAlone hooks on which information is sent only where nothing more urgent is
 * @param oneOrderOneCard two cards of which only one may speak about the same order; the first wins a tie; null for none
 * @param activeOrderDays how old an active order of the record may be to count as ordered already
 * @param closing last line of every detail
 * @param names plain names of what the record holds
 * @param endedVisitDays for so many days after a visit its undated diagnoses are recent (docs/clinical.md 0.2)
 * @param reportTextMax so many characters of a report are read (docs/clinical.md 0.8)
 */
public record Rules(
        int maxCards,
        Set<String> infoOnlyAlone,
        @Nullable List<String> oneOrderOneCard,
        int activeOrderDays,
        String closing,
        PlainNames names,
        int endedVisitDays,
        int reportTextMax) {}
