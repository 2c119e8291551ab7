/**
 * Replays a year of a hospital against the cards: reads a FHIR Bulk Data export, groups it by patient within bounded memory, and decides each
 * moment by what was known then. Knows engine, content and the reader; knows nothing of the service.
 */
@NullMarked
package org.cervicalcds.replay;

import org.jspecify.annotations.NullMarked;
