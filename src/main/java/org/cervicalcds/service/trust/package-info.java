/**
 * Who may call: clients' JWTs, their keys, replay, rate limits and the headers of pages; knows nothing of hooks.
 *
 * <p>Our readings where the specification is silent (ids as in the conformance page):
 *
 * <ul>
 *   <li>Every fault of a token is 401 with one and the same body; a good token of a client, or tenant, that may not use the service is 403. What cannot be judged,
 *       since keys or the database cannot be had, is 503 with {@code Retry-After}.
 *   <li>A header {@code jku} is compared with the registered one, else with the registered {@code jwks-uri}; where keys come from a file alone it does not matter. It is never
 *       fetched (CDSH-SEC-10).
 *   <li>Where no JWT is required, a token that cannot be verified counts as none (CDSH-DISC-14).
 *   <li>For feedback both the address of the feedback and that of the service are the audience (CDSH-FB-11).
 * </ul>
 */
@NullMarked
package org.cervicalcds.service.trust;

import org.jspecify.annotations.NullMarked;
