package org.cervicalcds.service.trust.clients;

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

    static Claims of(SignedJWT token) {
        Map<String, Object> claims = token.getPayload().toJSONObject();
        if (claims == null) {
            throw InvalidTokenException.token("claims are no object");
        }
        String issuer = text(claims, "iss");
        Object audience = claims.get("aud");
        Instant expiresAt = time(claims, "exp");
        Instant issuedAt = time(claims, "iat");
        if (expiresAt == null || issuedAt == null) {
            throw InvalidTokenException.token("exp or iat missing");
        }
        return new Claims(
                issuer,
                audience instanceof List<?> list ? list : audience == null ? List.of() : List.of(audience),
                expiresAt,
                issuedAt,
                time(claims, "nbf"),
                text(claims, "jti"),
                claims.containsKey("tenant") ? text(claims, "tenant") : null);
    }

    private static String text(Map<String, Object> claims, String name) {
        if (claims.get(name) instanceof String text && !text.isBlank() && text.length() <= LONGEST) {
            return text;
        }
        throw InvalidTokenException.token(name + " missing or no string");
    }

    private static @Nullable Instant time(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null && !claims.containsKey(name)) {
            return null;
        }
        if (value instanceof Number number && Math.abs(number.doubleValue()) < LATEST) {
            return Instant.ofEpochMilli((long) (number.doubleValue() * 1000));
        }
        throw InvalidTokenException.token(name + " is no time");
    }
}
