package org.cervicalcds.content.cards;

import java.util.Map;
import java.util.Set;

/**
 * A card as it was written, for documents and signatures.
 *
 * @param keys everything that was written, in that order: texts, numbers, switches, lists and maps
 * @param settings names of the settings that the card itself names
 */
public record CardText(String id, Map<String, Object> keys, Set<String> settings) {}
