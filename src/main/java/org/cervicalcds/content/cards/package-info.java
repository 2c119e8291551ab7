/** Reads cards, their words, suggestions and override reasons; knows findings by name only. */
@NullMarked
package org.cervicalcds.content.cards;

import org.jspecify.annotations.NullMarked;
