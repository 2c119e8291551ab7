package org.cervicalcds.content.vignettes;

import java.util.List;
import org.cervicalcds.engine.cards.Card;
import org.jspecify.annotations.Nullable;

/**
 * What came of a vignette.
 *
 * @param outcome critical, warning, info, silent or undetermined
 * @param reason the reason the decision gave; empty for a card that was sent
 * @param card the card that was sent; null for none
 * @param faults everything that is not as the vignette says; empty where it holds
 */
public record VignetteResult(
        Vignette vignette, String outcome, String reason, @Nullable Card card, List<String> faults) {}
