package org.cervicalcds.content;

import java.time.LocalDate;

/**
 * A clinician's signature under a card as it was at that time.
 *
 * @param hash of the content that was signed, 64 hexadecimal digits
 */
public record SignOff(String hash, String name, String role, LocalDate date) {

    /** Whether a card is signed as it is now. */
    public enum State {
        SIGNED,
        /** It was signed, and something that decides it has changed since. */
        CHANGED,
        UNSIGNED
    }
}
