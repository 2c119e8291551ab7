/** Plays the worked examples against the running service, and raises its voice when a card has fallen silent. */
@NullMarked
package org.cervicalcds.service.operations.canary;

import org.jspecify.annotations.NullMarked;
