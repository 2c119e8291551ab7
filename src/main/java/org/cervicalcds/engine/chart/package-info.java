/**
 * Knows one patient's data as entries with codes, statuses and dates, whatever they were read from; knows nothing of JSON, HTTP or cards.
 *
 * <p>Dates follow one rule everywhere: a partial date stands for an interval, and a comparison takes its latest possible instant, but not
 * after now.
 */
@NullMarked
package org.cervicalcds.engine.chart;

import org.jspecify.annotations.NullMarked;
