package org.cervicalcds.content;

import java.util.List;
import java.util.Map;

/**
 * The content as it was written, for documents and signatures.
 *
 * @param cards by id
 * @param findings by name, in the order of the files
 * @param valueSets by id, in the order of the files
 * @param phrases what is looked for in words, by name of the list; each a text or a map
 * @param gates what was written about each gate, by name
 */
public record ContentText(
        Map<String, CardText> cards,
        Map<String, FindingText> findings,
        Map<String, ValueSetText> valueSets,
        Map<String, List<Object>> phrases,
        Map<String, Map<String, Object>> gates) {}
