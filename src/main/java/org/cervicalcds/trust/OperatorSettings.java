package org.cervicalcds.trust;

import org.jspecify.annotations.Nullable;

/**
 * Settings of whoever runs the service.
 *
 * @param token the secret that opens the actuator and the insights; not set: they are open while the sandbox is on outside the production
 *     profile, and otherwise there is nothing to be seen
 */
public record OperatorSettings(@Nullable String token) {
    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return token == null ? "OperatorSettings[]" : "OperatorSettings[token=…]";
    }
}
