package org.cervicalcds.cards;

/**
 * A coded reason for not following a card.
 *
 * @param settled the matter is settled: the same card may stay away for a while
 * @param days for how many days
 * @param criticalDays for how many days a critical card may stay away; 0 for never
 */
public record OverrideReason(String code, String display, boolean settled, int days, int criticalDays) {}
