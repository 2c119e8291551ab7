/** Knows one patient's data as a chart: which entries count, what they refer to, and what did not come; knows nothing of JSON, HTTP or cards. */
@NullMarked
package org.cervicalcds.engine.chart;

import org.jspecify.annotations.NullMarked;
