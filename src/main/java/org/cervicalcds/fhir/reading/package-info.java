/**
 * Reads FHIR JSON as a stream of tokens into chart entries; knows nothing of hooks or cards.
 *
 * <p>Our readings of what FHIR leaves open, or of what clients send beside it:
 *
 * <ul>
 *   <li>An element of the wrong shape is missing; it never takes its resource, or the resource its Bundle, with it (CDSH-PFD-9).
 *   <li>An object where a list is due is a list of one; a list of CodeableConcepts where one is due counts as one.
 *   <li>A Quantity with a comparator ({@code <}, {@code >}) is a bound, and can be compared on one side only.
 *   <li>A resource with a modifier extension is left out and counted: none is known here. {@code implicitRules} are passed over.
 *   <li>A component of an observation is an observation of its own, under {@code Type/id#component-n}.
 *   <li>A subject, reason or medication is looked for by type and id, whatever server and version the reference names; a URN by the
 *       {@code fullUrl} of any entry of the request.
 *   <li>An abatement without a date (boolean, age, range, words) says that the Condition is over now.
 *   <li>Where a dose or a timing is a range, its upper end counts: it gives the shortest supply.
 *   <li>A month is 30 days and a year 365.
 * </ul>
 */
@NullMarked
package org.cervicalcds.fhir.reading;

import org.jspecify.annotations.NullMarked;
