/** Plays the cards over a synthetic population, so that how often the service speaks is a number in the repository. */
@NullMarked
package org.cervicalcds.cohort;

import org.jspecify.annotations.NullMarked;
