/** Reads code systems, value sets, units and findings; knows nothing of cards. */
@NullMarked
package org.cervicalcds.content.findings;

import org.jspecify.annotations.NullMarked;
