/** Tests of the findings and of the arithmetic behind them. */
@NullMarked
package org.cervicalcds.engine.findings;

import org.jspecify.annotations.NullMarked;
