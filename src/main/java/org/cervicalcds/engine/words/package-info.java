/** Knows templates of what cards say, the words for what is not known, and plain names; knows no card. */
@NullMarked
package org.cervicalcds.engine.words;

import org.jspecify.annotations.NullMarked;
