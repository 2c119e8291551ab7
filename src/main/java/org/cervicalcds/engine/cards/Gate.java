package org.cervicalcds.engine.cards;

import java.util.List;
import java.util.Set;

/**
 * Keeps cards back from some patients: closed when all of {@code when} are present and none of {@code unless} is.
 *
 * @param name said in the decision as {@code gate:name}
 * @param indicators the tiers it keeps back
 * @param spares cards it never keeps back
 */
public record Gate(
        String name, List<String> when, List<String> unless, Set<Indicator> indicators, Set<String> spares) {}
