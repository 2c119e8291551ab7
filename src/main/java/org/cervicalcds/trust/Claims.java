package org.cervicalcds.trust;

import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of a token, each of the type it must have (CDSH-SEC-6). */
record Claims(
        String issuer,
        List<?> audience,
        Instant expiresAt,
        Instant issuedAt,
        @Nullable Instant notBefore,
        String jti,
        @Nullable String tenant) {
    private static final int LONGEST = 1000;
    private static final double LATEST = 1e11;

    static Claims of(SignedJWT token) throws Distrust {
        Map<String, Object> claims = token.getPayload().toJSONObject();
        if (claims == null) {
            throw Distrust.token("claims are no object");
        }
        Object audience = claims.get("aud");
        Instant expiresAt = time(claims, "exp");
        Instant issuedAt = time(claims, "iat");
        if (expiresAt == null || issuedAt == null) {
            throw Distrust.token("exp or iat missing");
        }
        return new Claims(
                text(claims, "iss"),
                audience instanceof List<?> list ? list : audience == null ? List.of() : List.of(audience),
                expiresAt,
                issuedAt,
                time(claims, "nbf"),
                text(claims, "jti"),
                claims.containsKey("tenant") ? text(claims, "tenant") : null);
    }

    private static String text(Map<String, Object> claims, String name) throws Distrust {
        if (claims.get(name) instanceof String text && !text.isBlank() && text.length() <= LONGEST) {
            return text;
        }
        throw Distrust.token(name + " missing or no string");
    }

    private static @Nullable Instant time(Map<String, Object> claims, String name) throws Distrust {
        Object value = claims.get(name);
        if (value == null && !claims.containsKey(name)) {
            return null;
        }
        if (value instanceof Number number && Math.abs(number.doubleValue()) < LATEST) {
            return Instant.ofEpochMilli((long) (number.doubleValue() * 1000));
        }
        throw Distrust.token(name + " is no time");
    }
}
