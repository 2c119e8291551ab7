/**
 * Translates the exported package, and plays vignettes in the reference engine of CQL. It is compiled and run by the profile cql only, and no
 * part of the service.
 */
@NullMarked
package org.cervicalcds.cql;

import org.jspecify.annotations.NullMarked;
