/** Plays the worked examples of the content through the real reader and the real cards. */
@NullMarked
package org.cervicalcds.content.vignettes;

import org.jspecify.annotations.NullMarked;
