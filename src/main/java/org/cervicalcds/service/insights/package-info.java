/** Shows to people who run the service what became of its cards, and watches whether a card drifts; knows the store's counts and no patient. */
@NullMarked
package org.cervicalcds.service.insights;

import org.jspecify.annotations.NullMarked;
