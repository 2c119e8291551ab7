/**
 * The HTTP edge of CDS Hooks: discovery, hook calls and feedback; knows the wire format and nothing clinical.
 *
 * <p>Our readings where the specification is silent (ids as in the conformance page):
 *
 * <ul>
 *   <li>Every fault of a request's form is 400; 412 is kept for a patient who was neither sent nor can be fetched, and for Conditions that
 *       could not be had at all where no card speaks without them: silence would look like an all-clear (CDSH-PFD-2, CDSH-HTTP-6).
 *   <li>{@code "patient": null} says that there is none: no cards, no error (CDSH-PFD-3).
 *   <li>A missing {@code userId} or {@code hookInstance} is let pass (CDSH-HK-1, CDSH-REQ-4); a missing {@code patientId} is not.
 *   <li>Duplicate keys are refused in the envelope and passed over inside resources (CDSH-JSON-7).
 *   <li>No cards for users who are patients or related persons: the words are for clinicians (CDSH-HPV-2).
 *   <li>A batch of feedback is taken whole or not at all, and answered 200 with an empty body (CDSH-FB-12).
 *   <li>{@code GET} on a service that exists is 405, on one that does not 404.
 * </ul>
 */
@NullMarked
package org.cervicalcds.service.cdshooks;

import org.jspecify.annotations.NullMarked;
