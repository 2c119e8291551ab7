package org.cervicalcds.content.findings;

import java.util.List;
import java.util.Map;

/**
 * A value set as it was written, for documents and signatures.
 *
 * @param unused kept for reference, read by no finding
 * @param bodyRegion an entry whose body site is elsewhere does not count
 * @param codes our labels by code, by name of the code system; of those that are in use
 * @param never codes that are never members, by name of the code system
 * @param onlyWithNeckNamed codes that count only where the entry names the neck, by name of the code system
 * @param onlyWithWords codes that count only with the words beside them, by name of the code system; the words under {@code words}
 * @param neverWithWords beginnings of words with which no entry is a member
 */
public record ValueSetText(
        String id,
        String title,
        boolean unused,
        boolean bodyRegion,
        Map<String, Map<String, String>> codes,
        Map<String, List<String>> never,
        Map<String, List<String>> onlyWithNeckNamed,
        Map<String, List<String>> onlyWithWords,
        List<String> neverWithWords) {}
