/** Knows card definitions, decides which of them speak for a chart, and fills in their words; knows nothing of JSON, HTTP or YAML. */
@NullMarked
package org.cervicalcds.engine.cards;

import org.jspecify.annotations.NullMarked;
