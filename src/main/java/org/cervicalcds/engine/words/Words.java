package org.cervicalcds.engine.words;

import java.util.Map;

/**
 * What a word of a card stands for: a text for each finding, of which the first present one or all present ones are used.
 *
 * @param all all present findings speak, not just the first
 * @param texts by finding, in the order of importance; {@code {date}} and the like mean that finding
 * @param otherwise what it says where none is present
 * @param ifUnknown what it says where none is present, but not all of them are known
 */
public record Words(boolean all, Map<String, Template> texts, String otherwise, String ifUnknown) {}
