/** Knows findings about image reports: what they call dangerous, and when they are clear. */
@NullMarked
package org.cervicalcds.engine.findings.images;

import org.jspecify.annotations.NullMarked;
