/**
 * Knows one entry of a record at a time, with its codes, status and dates, whatever it was read from; knows nothing of the other entries.
 *
 * <p>Dates follow one rule everywhere: a partial date stands for an interval, and a comparison takes its latest possible instant, but not
 * after now.
 */
@NullMarked
package org.cervicalcds.engine.entries;

import org.jspecify.annotations.NullMarked;
