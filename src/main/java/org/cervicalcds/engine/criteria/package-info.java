/** Knows what one entry must be to count: its codes, dates, reason, performer, supply, value; knows nothing of findings. */
@NullMarked
package org.cervicalcds.engine.criteria;

import org.jspecify.annotations.NullMarked;
