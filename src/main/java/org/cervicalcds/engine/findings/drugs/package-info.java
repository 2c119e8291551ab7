/** Knows findings about drugs: which are taken, since when, for how many days. */
@NullMarked
package org.cervicalcds.engine.findings.drugs;

import org.jspecify.annotations.NullMarked;
