package org.cervicalcds.service.trust.clients;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The registered clients by issuer. */
public final class Clients {
    /** Request attribute with the issuer of the client that calls, a string. */
    public static final String ATTRIBUTE = "cervical-cds.client";

    /** Request attribute with the tenant of the client's token, a string; not set where the token names none. */
    public static final String TENANT = "cervical-cds.tenant";

    /** Who calls where no token was needed and none was good. */
    public static final String ANONYMOUS = "anonymous";

    private final Map<String, ClientRegistration> byIssuer;

    Clients(Map<String, ClientRegistration> byIssuer) {
        this.byIssuer = Map.copyOf(byIssuer);
    }

    public static Clients of(SecuritySettings settings, KeySets keySets, boolean httpsOnly, Clock clock) {
        Map<String, ClientRegistration> byIssuer = new HashMap<>();
        for (SecuritySettings.Client client : settings.clients()) {
            if (client.issuer() == null || client.issuer().isBlank()) {
                throw new InvalidSettingException("cervical-cds.security.clients: one has no issuer");
            }
            if (client.issuer().equals(ANONYMOUS)) {
                throw new InvalidSettingException("cervical-cds.security.clients: the issuer " + ANONYMOUS
                        + " stands for callers without a token");
            }
            ClientKeys keys = new ClientKeys(
                    client.issuer(),
                    keySets.of(client, httpsOnly),
                    clock,
                    settings.jwksInterval(),
                    settings.jwksMaxAge());
            if (byIssuer.put(client.issuer(), ClientRegistration.of(client, keys)) != null) {
                throw new InvalidSettingException(
                        "cervical-cds.security.clients: " + client.issuer() + " is listed twice");
            }
        }
        return new Clients(byIssuer);
    }

    /** Loads all keys at once, so that the first calls need not wait; what fails is tried again by the calls that need it. */
    public void prepareKeys() {
        CompletableFuture<?>[] loads = byIssuer.values().stream()
                .map(client -> CompletableFuture.runAsync(client.keys()::prepare, load -> new Thread(load).start()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(loads).join();
    }

    /** Tells how many keys of each client are known, and whether their last load failed. */
    public void bindTo(MeterRegistry meters) {
        byIssuer.forEach((issuer, client) -> {
            Gauge.builder("cervical.cds.client.keys", client.keys(), ClientKeys::known)
                    .tag("client", issuer)
                    .description("Public keys of a client that are known; with none its calls are answered 503")
                    .register(meters);
            Gauge.builder("cervical.cds.client.keys.failing", client.keys(), keys -> keys.isFailing() ? 1 : 0)
                    .tag("client", issuer)
                    .description("1 where the last load of a client's keys failed")
                    .register(meters);
        });
    }

    @Nullable
    ClientRegistration find(String issuer) {
        return byIssuer.get(issuer);
    }

    /** Whether a client's calls are evaluated and put on record only. */
    public boolean isSilent(String issuer) {
        ClientRegistration client = byIssuer.get(issuer);
        return client != null && client.settings().silent();
    }

    /** How answers look to a client; empty where nothing is set for it. */
    public Optional<Output> output(String issuer) {
        return Optional.ofNullable(byIssuer.get(issuer))
                .map(client -> client.settings().output());
    }

    /** The FHIR servers of a client; empty where none are listed for it (CDSH-FHIR-7). */
    public List<String> fhirServers(String issuer) {
        ClientRegistration client = byIssuer.get(issuer);
        return client == null ? List.of() : client.settings().fhirServers();
    }
}
