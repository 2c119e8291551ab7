/** Asks the client's FHIR server for what did not come: who may be asked, with which token, for how long; knows nothing of hooks or cards. */
@NullMarked
package org.cervicalcds.service.access;

import org.jspecify.annotations.NullMarked;
