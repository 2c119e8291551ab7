package org.cervicalcds.store;

import java.time.Duration;

/**
 * How long the store bears with its database.
 *
 * @param betweenAttempts to open it
 * @param onClosing for the last decisions to be written
 */
record Patience(Duration betweenAttempts, Duration onClosing) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));
}
