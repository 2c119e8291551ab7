package org.cervicalcds.trust;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered clients by issuer. */
public final class Clients {
    /** Request attribute with the issuer of the client that calls, a string. */
    public static final String ATTRIBUTE = "cervical-cds.client";

    /** Who calls where no token was needed and none was good. */
    public static final String ANONYMOUS = "anonymous";

    private final Map<String, KnownClient> byIssuer;

    Clients(Map<String, KnownClient> byIssuer) {
        this.byIssuer = Map.copyOf(byIssuer);
    }

    static Clients of(SecuritySettings settings, KeySets keySets, boolean httpsOnly, Clock clock) {
        Map<String, KnownClient> byIssuer = new HashMap<>();
        for (SecuritySettings.Client client : settings.clients()) {
            if (client.issuer() == null || client.issuer().isBlank()) {
                throw new IllegalArgumentException("cervical-cds.security.clients: one has no issuer");
            }
            ClientKeys keys = new ClientKeys(
                    client.issuer(),
                    keySets.of(client, httpsOnly),
                    clock,
                    settings.jwksInterval(),
                    settings.jwksMaxAge());
            if (byIssuer.put(client.issuer(), KnownClient.of(client, keys)) != null) {
                throw new IllegalArgumentException(
                        "cervical-cds.security.clients: " + client.issuer() + " stands twice");
            }
        }
        return new Clients(byIssuer);
    }

    @Nullable
    KnownClient find(String issuer) {
        return byIssuer.get(issuer);
    }

    /** Whether a client's calls are evaluated and put on record only. */
    public boolean isSilent(String issuer) {
        KnownClient client = byIssuer.get(issuer);
        return client != null && client.settings().silent();
    }

    /** How answers look to a client; empty where nothing is set for it. */
    public Optional<Output> output(String issuer) {
        return Optional.ofNullable(byIssuer.get(issuer))
                .map(client -> client.settings().output());
    }

    /** The FHIR servers of a client; empty where none are listed for it (CDSH-FHIR-7). */
    public List<String> fhirServers(String issuer) {
        KnownClient client = byIssuer.get(issuer);
        return client == null ? List.of() : client.settings().fhirServers();
    }
}
