/** Reads JSON of RFC 8259 as a stream of tokens, strictly and without copies; knows nothing of FHIR. */
@NullMarked
package org.cervicalcds.fhir.json;

import org.jspecify.annotations.NullMarked;
