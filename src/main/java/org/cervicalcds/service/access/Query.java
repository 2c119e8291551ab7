package org.cervicalcds.service.access;

import org.cervicalcds.engine.chart.Need;

/**
 * One question to a FHIR server.
 *
 * @param address relative to the base, such as {@code Condition?patient=1}; of a further page the link that came
 * @param furtherPage the first pages have come already
 */
public record Query(Need need, String address, boolean furtherPage) {}
