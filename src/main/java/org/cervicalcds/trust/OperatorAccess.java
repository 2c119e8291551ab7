package org.cervicalcds.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may see how the service runs. */
final class OperatorAccess {
    static final int SHORTEST_TOKEN = 32;

    private final byte @Nullable [] token;
    private final boolean open;

    private OperatorAccess(byte @Nullable [] token, boolean open) {
        this.token = token;
        this.open = open;
    }

    /**
     * @param sandbox nothing is kept secret where no token is set
     * @throws IllegalStateException where the token is too short
     */
    static OperatorAccess of(OperatorSettings settings, boolean sandbox) {
        String token = settings.token();
        if (token == null || token.isEmpty()) {
            return new OperatorAccess(null, sandbox);
        }
        if (token.length() < SHORTEST_TOKEN || !token.equals(token.strip())) {
            throw new IllegalStateException("cervical-cds.operators.token needs at least " + SHORTEST_TOKEN
                    + " characters and no space at its ends; it has " + token.length() + " characters."
                    + " 'openssl rand -hex 32' makes a good one.");
        }
        return new OperatorAccess(token.getBytes(StandardCharsets.UTF_8), false);
    }

    boolean hasToken() {
        return token != null;
    }

    /** Whether the header of a request opens the door: {@code Bearer} with the token, or {@code Basic} with any name and the token. */
    boolean isOperator(@Nullable String authorization) {
        if (open) {
            return true;
        }
        byte[] given = token == null || authorization == null ? null : secret(authorization);
        return token != null && given != null && MessageDigest.isEqual(token, given);
    }

    private static byte @Nullable [] secret(String authorization) {
        int blank = authorization.indexOf(' ');
        String scheme = blank < 0 ? "" : authorization.substring(0, blank).toLowerCase(Locale.ROOT);
        String rest = authorization.substring(blank + 1).strip();
        return switch (scheme) {
            case "bearer" -> rest.getBytes(StandardCharsets.UTF_8);
            case "basic" -> password(rest);
            default -> null;
        };
    }

    private static byte @Nullable [] password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
