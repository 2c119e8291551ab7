package org.cervicalcds.service.store;

import java.time.Duration;

/**
 * How long the store waits for its database.
 *
 * @param betweenAttempts to open it
 * @param onClosing for the last decisions to be written
 */
record StoreTimeouts(Duration betweenAttempts, Duration onClosing) {
    static final StoreTimeouts USUAL = new StoreTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5));
}
