/** Plays the worked examples of the content through the real reader and the real cards. */
@NullMarked
package org.cervicalcds.vignettes;

import org.jspecify.annotations.NullMarked;
