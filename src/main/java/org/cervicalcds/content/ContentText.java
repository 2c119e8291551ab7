package org.cervicalcds.content;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.cards.CardText;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.terminology.CodeSystem;

/**
 * The content as it was written, for documents and signatures.
 *
 * @param cards by id
 * @param findings by name, in the order of the files
 * @param valueSets by id, in the order of the files
 * @param phrases what is looked for in words, by name of the list; each a text or a map
 * @param languages the words that turn a statement round, by language
 * @param imageReports how image reports are read
 * @param overrideReasons codes of all reasons, offered or not
 * @param gates what was written about each gate, by name
 * @param names plain names of entries, in their order
 * @param units spellings of units, by UCUM code
 * @param codeSystems by name
 */
public record ContentText(
        Map<String, CardText> cards,
        Map<String, FindingText> findings,
        Map<String, ValueSetText> valueSets,
        Map<String, List<Object>> phrases,
        Map<String, Map<String, Object>> languages,
        Map<String, Object> imageReports,
        Set<String> overrideReasons,
        Map<String, Map<String, Object>> gates,
        List<Object> names,
        Map<String, List<String>> units,
        Map<String, CodeSystem> codeSystems) {}
