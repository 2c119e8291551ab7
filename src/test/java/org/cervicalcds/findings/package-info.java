/** Tests of the findings and of the arithmetic behind them. */
@NullMarked
package org.cervicalcds.findings;

import org.jspecify.annotations.NullMarked;
