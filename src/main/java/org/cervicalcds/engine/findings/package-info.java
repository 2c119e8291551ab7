/** Knows named clinical findings and reads each at most once from a chart: present with its evidence, absent, or unknown. */
@NullMarked
package org.cervicalcds.engine.findings;

import org.jspecify.annotations.NullMarked;
