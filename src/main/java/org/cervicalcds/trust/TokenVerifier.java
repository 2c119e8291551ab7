package org.cervicalcds.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether a token is one of a registered client, for the address that is called, now, and for the first time. */
final class TokenVerifier {
    private static final int LONGEST = 8_000;
    private static final int SHORTEST_RSA = 2048;

    private final Clients clients;
    private final SecuritySettings settings;
    private final ReplayStore replays;
    private final Clock clock;

    TokenVerifier(Clients clients, SecuritySettings settings, ReplayStore replays, Clock clock) {
        this.clients = clients;
        this.settings = settings;
        this.replays = replays;
        this.clock = clock;
    }

    /**
     * The client behind a token.
     *
     * @param audiences addresses of which the token must name one (CDSH-SEC-7)
     * @param service id of the service that is called; null for discovery
     * @throws Distrust with the reason
     */
    KnownClient verify(String text, List<String> audiences, @Nullable String service) throws Distrust {
        SignedJWT token = parse(text);
        checkHeader(token.getHeader());
        Claims claims = Claims.of(token);
        KnownClient client = clients.find(claims.issuer());
        if (client == null) {
            throw Distrust.token("iss is not registered");
        }
        String jku = token.getHeader().getJWKURL() == null
                ? null
                : token.getHeader().getJWKURL().toString();
        if (jku != null && !jku.equals(client.jku())) {
            throw Distrust.token("jku is not the registered one");
        }
        checkSignature(token, client);
        checkTimes(claims);
        if (claims.audience().stream().noneMatch(aud -> aud instanceof String s && isOneOf(s, audiences))) {
            throw Distrust.token("aud is not the address called");
        }
        if (!client.settings().tenants().isEmpty()
                && (claims.tenant() == null || !client.settings().tenants().contains(claims.tenant()))) {
            throw Distrust.forbidden("tenant is not allowed");
        }
        if (service != null && !client.mayUse(service)) {
            throw Distrust.forbidden("service is not allowed");
        }
        if (!client.settings().reusableTokens()
                && !replays.firstUse(
                        claims.issuer(), claims.jti(), claims.expiresAt().plus(settings.clockSkew()))) {
            throw Distrust.token("jti came before");
        }
        return client;
    }

    private static SignedJWT parse(String text) throws Distrust {
        if (text.length() > LONGEST) {
            throw Distrust.token("token is too long");
        }
        try {
            return SignedJWT.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw Distrust.token("no signed JWT");
        }
    }

    private static void checkHeader(JWSHeader header) throws Distrust {
        if (header.getType() != null && !"JWT".equalsIgnoreCase(header.getType().getType())) {
            throw Distrust.token("typ is not JWT");
        }
        if (header.getKeyID() == null || header.getKeyID().isBlank()) {
            throw Distrust.token("kid missing");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw Distrust.token("crit is not understood");
        }
    }

    private static void checkSignature(SignedJWT token, KnownClient client) throws Distrust {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        if (!client.algorithms().contains(algorithm)) {
            throw Distrust.token("algorithm is not allowed");
        }
        List<JWK> keys = client.keys().of(token.getHeader().getKeyID());
        for (JWK key : keys) {
            if (isSignedBy(token, algorithm, key)) {
                return;
            }
        }
        throw Distrust.token(keys.isEmpty() ? "kid is not known" : "signature is wrong");
    }

    /** The key decides which algorithms it may be used with, never the token (CDSH-SEC-4). */
    static boolean isSignedBy(SignedJWT token, JWSAlgorithm algorithm, JWK key) {
        boolean forOtherUse = key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean forOtherAlgorithm =
                key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm);
        if (forOtherUse || forOtherAlgorithm) {
            return false;
        }
        try {
            JWSVerifier verifier = verifier(algorithm, key);
            return verifier != null && token.verify(verifier);
        } catch (JOSEException | IllegalStateException e) {
            return false;
        }
    }

    private static @Nullable JWSVerifier verifier(JWSAlgorithm algorithm, JWK key) throws JOSEException {
        if (key instanceof ECKey ec) {
            boolean fits = Curve.forJWSAlgorithm(algorithm) != null
                    && Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve());
            return fits ? new ECDSAVerifier(ec.toPublicJWK()) : null;
        }
        if (key instanceof RSAKey rsa && JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= SHORTEST_RSA) {
            return new RSASSAVerifier(rsa.toPublicJWK());
        }
        return null;
    }

    private void checkTimes(Claims claims) throws Distrust {
        Instant now = clock.instant();
        Instant earliest = now.minus(settings.clockSkew());
        Instant latest = now.plus(settings.clockSkew());
        if (!claims.expiresAt().isAfter(earliest)) {
            throw Distrust.token("exp is over");
        }
        if (claims.issuedAt().isAfter(latest)) {
            throw Distrust.token("iat is to come");
        }
        if (claims.notBefore() != null && claims.notBefore().isAfter(latest)) {
            throw Distrust.token("nbf is to come");
        }
        boolean backwards = !claims.expiresAt().isAfter(claims.issuedAt());
        if (backwards || claims.expiresAt().isAfter(claims.issuedAt().plus(settings.maxLifetime()))) {
            throw Distrust.token("life time is not allowed");
        }
    }

    private static boolean isOneOf(String audience, List<String> addresses) {
        String plain = audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
        return addresses.contains(plain);
    }
}
