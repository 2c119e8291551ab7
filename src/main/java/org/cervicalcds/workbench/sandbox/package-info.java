/**
 * An embedded FHIR R4 server in memory with synthetic patients, to try the service against; it knows nothing of cards.
 *
 * <p>Where the FHIR text leaves room, this server reads it so: a date without a time is that whole day in UTC; a search parameter it does not know
 * is ignored; a modifier it does not know is refused; an absolute reference is compared by type and id alone.
 */
@NullMarked
package org.cervicalcds.workbench.sandbox;

import org.jspecify.annotations.NullMarked;
