/** The findings in CQL, one kind each: what of a chart makes them present, and what stays open. Knows no card and no package. */
@NullMarked
package org.cervicalcds.export.findings;

import org.jspecify.annotations.NullMarked;
