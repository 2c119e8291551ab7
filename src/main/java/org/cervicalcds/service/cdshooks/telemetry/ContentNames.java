package org.cervicalcds.service.cdshooks.telemetry;

import java.util.Map;

/**
 * The content that answers, as it is named in the record of decisions.
 *
 * @param content hash of all of it
 * @param cards hash of everything that decides a card, by card id
 */
public record ContentNames(String content, Map<String, String> cards) {}
