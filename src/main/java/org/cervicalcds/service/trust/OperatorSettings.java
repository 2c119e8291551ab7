package org.cervicalcds.service.trust;

import org.jspecify.annotations.Nullable;

/**
 * What is for those who run the service.
 *
 * @param token the operators' secret, at least 32 characters: opens {@code /actuator} and {@code /insights}; not set: they are open while the sandbox is on
 *     outside the production profile, and otherwise there is nothing to be seen (404)
 */
public record OperatorSettings(@Nullable String token) {
    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return token == null ? "OperatorSettings[]" : "OperatorSettings[token=…]";
    }
}
