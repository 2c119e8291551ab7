/** Reads free text: folds it once, cuts it into sentences once, and looks for phrases in it in time that grows with its length only. */
@NullMarked
package org.cervicalcds.engine.text;

import org.jspecify.annotations.NullMarked;
