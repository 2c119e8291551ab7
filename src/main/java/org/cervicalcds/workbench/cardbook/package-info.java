/** Writes the card content as a book that a clinician can read, print and sign; knows nothing of hooks and FHIR. */
@NullMarked
package org.cervicalcds.workbench.cardbook;

import org.jspecify.annotations.NullMarked;
