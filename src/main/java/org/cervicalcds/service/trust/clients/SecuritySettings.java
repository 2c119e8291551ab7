package org.cervicalcds.service.trust.clients;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param requireJwt hook calls and feedback need a client's JWT (CDSH-SEC-2)
 * @param requireHttps calls over plain HTTP are refused, as the request or the proxy in front tells it (CDSH-SEC-1)
 * @param openDiscovery discovery needs no token (CDSH-DISC-14)
 * @param clients who is known; give all entries in one place, since a list in one source of settings replaces that of another
 * @param clockSkew how far clocks may differ (CDSH-SEC-8)
 * @param maxLifetime longest time between {@code iat} and {@code exp} (CDSH-SEC-8)
 * @param jwksInterval shortest time between two loads of one key set (CDSH-SEC-12)
 * @param jwksMaxAge after which a key set is loaded anew, so that withdrawn keys end
 * @param replayWithoutDatabase tokens are taken while PostgreSQL is away, though other replicas cannot know that they came; else calls are
 *     answered 503 then (CDSH-SEC-9)
 * @param callsPerMinute of one client; more are answered 429 with {@code Retry-After}; {@code 0}: no limit (CDSH-SEC-18)
 * @param acknowledgeUnsafe names of unsafe settings that the production profile is to start with all the same
 */
public record SecuritySettings(
        @DefaultValue("false") boolean requireJwt,
        @DefaultValue("false") boolean requireHttps,
        @DefaultValue("true") boolean openDiscovery,
        @DefaultValue List<Client> clients,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("1h") Duration maxLifetime,
        @DefaultValue("30s") Duration jwksInterval,
        @DefaultValue("1h") Duration jwksMaxAge,
        @DefaultValue("true") boolean replayWithoutDatabase,
        @DefaultValue("0") int callsPerMinute,
        @DefaultValue List<String> acknowledgeUnsafe) {

    /**
     * A client that may call.
     *
     * @param issuer exactly as in {@code iss}
     * @param jwksUri address of its public keys
     * @param jwksFile file with its public keys, in place of an address (CDSH-SEC-11)
     * @param jku what {@code jku} in a token must be; it is compared, never fetched; not set: {@code jwks-uri}, and with {@code jwks-file} alone it does not
     *     matter (CDSH-SEC-10)
     * @param tenants allowed values of {@code tenant}; none: not looked at (CDSH-SEC-13)
     * @param services ids of services it may call; none: all
     * @param fhirServers base addresses of its FHIR servers; its token goes to no other; none: those of {@code cervical-cds.fhir.allowed-servers} (CDSH-FHIR-7)
     * @param algorithms allowed algorithms of its signatures (CDSH-SEC-5)
     * @param reusableTokens a token may come more than once (CDSH-SEC-9)
     * @param silent its calls are evaluated and put on record, and answered without cards
     * @param output how answers look to it; not set: {@code cervical-cds.output}; where one is set, the others have their defaults
     */
    public record Client(
            String issuer,
            @Nullable String jwksUri,
            @Nullable String jwksFile,
            @Nullable String jku,
            @DefaultValue List<String> tenants,
            @DefaultValue List<String> services,
            @DefaultValue List<String> fhirServers,
            @DefaultValue({"ES384", "RS384"}) List<String> algorithms,
            @DefaultValue("false") boolean reusableTokens,
            @DefaultValue("false") boolean silent,
            @Nullable Output output) {}
}
