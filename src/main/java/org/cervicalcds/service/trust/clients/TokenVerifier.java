package org.cervicalcds.service.trust.clients;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** Decides whether a token is one of a registered client, for the address that is called, now, and for the first time. */
public final class TokenVerifier {
    private static final int LONGEST = 8_000;
    /** Three parts of base64url without padding; Nimbus would pass over other characters. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final Clients clients;
    private final SecuritySettings settings;
    private final ReplayStore replays;
    private final Clock clock;

    public TokenVerifier(Clients clients, SecuritySettings settings, ReplayStore replays, Clock clock) {
        this.clients = clients;
        this.settings = settings;
        this.replays = replays;
        this.clock = clock;
    }

    /**
     * A token that was found good.
     *
     * @param tenant that it names; null for none
     */
    public record Verified(ClientRegistration client, @Nullable String tenant) {}

    /**
     * The client and tenant behind a token.
     *
     * @param audiences addresses of which the token must name one (CDSH-SEC-7)
     * @param service id of the service that is called; null for discovery
     * @throws InvalidTokenException with the reason
     */
    public Verified verify(String text, List<String> audiences, @Nullable String service) {
        SignedJWT token = parse(text);
        checkHeader(token.getHeader());
        Claims claims = Claims.of(token);
        String issuer = claims.issuer();
        ClientRegistration client = clients.find(issuer);
        if (client == null) {
            throw InvalidTokenException.token(issuer, "the issuer is not registered", "iss", "clients.issuer");
        }
        checkSignature(token, client);
        checkTimes(claims);
        if (claims.audience().stream().noneMatch(aud -> aud instanceof String s && isOneOf(s, audiences))) {
            throw InvalidTokenException.token(
                    issuer, "the audience is not the address called", "aud", "cervical-cds.public-url");
        }
        if (!client.settings().tenants().isEmpty()
                && (claims.tenant() == null || !client.settings().tenants().contains(claims.tenant()))) {
            throw InvalidTokenException.forbidden(issuer, "the tenant is not listed", "tenant", "clients.tenants");
        }
        if (service != null && !client.mayUse(service)) {
            throw InvalidTokenException.forbidden(issuer, "the service is not listed", "iss", "clients.services");
        }
        if (!client.settings().reusableTokens() && !isFirstUse(claims)) {
            throw InvalidTokenException.token(issuer, "the token came before", "jti", "clients.reusable-tokens");
        }
        return new Verified(client, claims.tenant());
    }

    private boolean isFirstUse(Claims claims) {
        try {
            return replays.firstUse(
                    claims.issuer(), claims.jti(), claims.expiresAt().plus(settings.clockSkew()));
        } catch (StoreUnavailableException away) {
            throw InvalidTokenException.unavailable(
                    claims.issuer(),
                    "whether the token came before cannot be determined without the database",
                    "jti",
                    "replay-without-database");
        }
    }

    private static SignedJWT parse(String text) {
        if (text.length() > LONGEST) {
            throw InvalidTokenException.token("the token is too long");
        }
        if (!COMPACT.matcher(text).matches()) {
            throw InvalidTokenException.token("no signed JWT");
        }
        try {
            return SignedJWT.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw InvalidTokenException.token("no signed JWT");
        }
    }

    private static void checkHeader(JWSHeader header) {
        if (header.getKeyID() == null || header.getKeyID().isBlank()) {
            throw InvalidTokenException.token("kid is missing");
        }
        Map<String, Object> all;
        try {
            // As it came: the parsed header leaves out what is null.
            all = JSONObjectUtils.parse(header.getParsedBase64URL().decodeToString());
        } catch (ParseException e) {
            throw InvalidTokenException.token("no signed JWT");
        }
        if (all.containsKey("crit") || all.containsKey("b64") || all.containsKey("zip")) {
            throw InvalidTokenException.token("crit, b64 and zip are not understood");
        }
    }

    private static void checkSignature(SignedJWT token, ClientRegistration client) {
        JWSHeader header = token.getHeader();
        String jku = header.getJWKURL() == null ? null : header.getJWKURL().toString();
        if (jku != null && client.jku() != null && !jku.equals(client.jku())) {
            throw InvalidTokenException.token(client.issuer(), "jku is not the registered one", "jku", "clients.jku");
        }
        if (!client.algorithms().contains(header.getAlgorithm())) {
            throw InvalidTokenException.token(
                    client.issuer(), "the algorithm is not listed", "alg", "clients.algorithms");
        }
        try {
            client.signatures().process(token, null);
        } catch (KeySourceException e) {
            throw InvalidTokenException.unavailable(
                    client.issuer(), "the keys cannot be had", "kid", client.keysSetting());
        } catch (BadJOSEException | JOSEException e) {
            throw InvalidTokenException.token(
                    client.issuer(), "no known key made the signature", "kid", client.keysSetting());
        }
    }

    private void checkTimes(Claims claims) {
        Instant now = clock.instant();
        Instant earliest = now.minus(settings.clockSkew());
        Instant latest = now.plus(settings.clockSkew());
        if (!claims.expiresAt().isAfter(earliest)) {
            throw InvalidTokenException.token(claims.issuer(), "the token has expired", "exp", "clock-skew");
        }
        if (claims.issuedAt().isAfter(latest)) {
            throw InvalidTokenException.token(claims.issuer(), "the token is of the future", "iat", "clock-skew");
        }
        if (claims.notBefore() != null && claims.notBefore().isAfter(latest)) {
            throw InvalidTokenException.token(claims.issuer(), "the token is not yet valid", "nbf", "clock-skew");
        }
        boolean backwards = !claims.expiresAt().isAfter(claims.issuedAt());
        if (backwards || claims.expiresAt().isAfter(claims.issuedAt().plus(settings.maxLifetime()))) {
            throw InvalidTokenException.token(claims.issuer(), "the life time is not allowed", "exp", "max-lifetime");
        }
    }

    private static boolean isOneOf(String audience, List<String> addresses) {
        String plain = audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
        return addresses.contains(plain);
    }
}
