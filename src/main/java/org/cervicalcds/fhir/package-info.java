/**
 * Reads FHIR JSON as a stream of tokens into chart entries, and fetches what is missing from the client's FHIR server; knows nothing of
 * hooks or cards.
 *
 * <p>Our readings of what FHIR leaves open, or of what clients send beside it:
 *
 * <ul>
 *   <li>An element of the wrong shape is missing; it never takes its resource, or the resource its Bundle, with it (CDSH-PFD-9).
 *   <li>An object where a list is due is a list of one; a list of CodeableConcepts where one is due counts as one.
 *   <li>A Quantity with a comparator ({@code <}, {@code >}) has no value that can be compared.
 *   <li>An abatement without a date (boolean, age, range, words) says that the Condition is over now.
 *   <li>Where a dose or a timing is a range, its upper end counts: it gives the shortest supply.
 *   <li>A month is 30 days and a year 365.
 * </ul>
 */
@NullMarked
package org.cervicalcds.fhir;

import org.jspecify.annotations.NullMarked;
