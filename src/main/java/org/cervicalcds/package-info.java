/** Starts Cervical CDS and wires its parts together: the one place that knows everybody. */
@NullMarked
package org.cervicalcds;

import org.jspecify.annotations.NullMarked;
