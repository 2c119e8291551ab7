package org.cervicalcds.fhir;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.cervicalcds.chart.Need;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to clients' FHIR servers: who may be asked, and the asking. One for the whole service. */
public final class FhirAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FhirAccess.class);
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final AccessRules rules;
    private final Set<String> open;
    private final Set<String> allowed;
    private final Set<String> mayBePrivate;
    private final Set<String> named;
    private final CompletableFuture<Connections> toPublic;
    private final CompletableFuture<Connections> toAny;
    private final Servers servers;

    public FhirAccess(AccessRules rules) {
        this(rules, List.of());
    }

    /**
     * @param ofClients base addresses that are listed for single clients
     */
    public FhirAccess(AccessRules rules, List<String> ofClients) {
        this(rules, InetAddress::getAllByName, Ticker.systemTicker(), FhirAccess::ownTrust);
        named.addAll(addresses(ofClients));
    }

    FhirAccess(AccessRules rules, CheckedNames.NameService names, Ticker ticker, SSLContext trust) {
        this(rules, names, ticker, () -> trust);
    }

    private FhirAccess(AccessRules rules, CheckedNames.NameService names, Ticker ticker, Supplier<SSLContext> trust) {
        this.rules = rules;
        this.open = addresses(rules.openServers());
        this.allowed = addresses(rules.allowedServers());
        this.mayBePrivate = addresses(rules.privateServers());
        this.named = new LinkedHashSet<>(open);
        named.addAll(allowed);
        this.servers = new Servers(rules.callsAtOnce());
        this.toPublic = soon(() -> new Connections(rules, new CheckedNames(true, names, ticker), trust.get()));
        this.toAny = soon(() -> new Connections(rules, new CheckedNames(false, names, ticker), trust.get()));
    }

    /** Made ready beside the start of the service: most of it is loading classes and certificates. */
    private static CompletableFuture<Connections> soon(Supplier<Connections> making) {
        CompletableFuture<Connections> soon = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        soon.complete(making.get());
                    } catch (RuntimeException | Error e) {
                        soon.completeExceptionally(e);
                    }
                },
                "fhir-connections");
        thread.setDaemon(true);
        thread.start();
        return soon;
    }

    /** The JVM's own, which the usual system properties change. */
    private static SSLContext ownTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> addresses(List<String> servers) {
        Set<String> addresses = new LinkedHashSet<>();
        for (String server : servers) {
            ServerAddress address = ServerAddress.of(server);
            if (address == null) {
                throw new IllegalArgumentException("not the base address of a FHIR server: " + server);
            }
            addresses.add(address.text());
        }
        return addresses;
    }

    /**
     * Leave to ask the server of a hook call, if the call and the rules give it (CDSH-FHIR-1, 5, 6, 7).
     *
     * @param ofClient base addresses listed for the client that calls; where there are any, its token goes to no other
     */
    public Optional<Grant> grant(
            @Nullable String fhirServer,
            @Nullable Authorization authorization,
            String patientId,
            List<String> ofClient) {
        ServerAddress server = ServerAddress.of(fhirServer);
        if (server == null) {
            return Optional.empty();
        }
        boolean listed = ofClient.isEmpty()
                ? rules.anyServer() || allowed.contains(server.text())
                : addresses(ofClient).contains(server.text());
        boolean mayTakeToken = listed && (server.encrypted() || rules.tokenOverHttp());
        if (authorization != null && mayTakeToken && isUsable(authorization, patientId)) {
            return Optional.of(new Grant(server, authorization.accessToken(), new Scopes(authorization.scope())));
        }
        return open.contains(server.text()) ? Optional.of(new Grant(server, null, new Scopes(null))) : Optional.empty();
    }

    private boolean isUsable(Authorization given, String patientId) {
        String token = given.accessToken();
        String type = given.tokenType();
        boolean bearer = type == null || type.toLowerCase(Locale.ROOT).equals("bearer");
        boolean expired = given.expiresIn() != null && given.expiresIn() <= 0;
        if (token == null || !TOKEN.matcher(token).matches() || !bearer || expired) {
            return false;
        }
        if (!rules.clientIds().isEmpty() && !rules.clientIds().contains(given.subject())) {
            LOG.warn("The access token was made out to another client and is not used");
            return false;
        }
        if (given.patient() != null && !given.patient().equals(patientId)) {
            LOG.warn("The access token is for another patient and is not used");
            return false;
        }
        return true;
    }

    /**
     * Asks all queries side by side and reads the answers into the chart, page after page, until the time budget is used up; what came later
     * or failed is {@link Supplied.State#FAILED}, or has a next page where the first pages came (CDSH-FHIR-8).
     *
     * @param asked is told how each query went; may be called from several threads at once, also after the return
     */
    public Map<Need, Supplied> fetch(Grant grant, List<Query> queries, ChartReader reader, Consumer<Asked> asked) {
        Servers.Server server = servers.of(grant.server());
        String label = label(grant.server().text());
        if (!server.enter()) {
            long now = System.nanoTime();
            for (Query query : queries) {
                asked.accept(new Asked(label, query.need().resourceType(), Asked.Outcome.TURNED_AWAY, now, now));
            }
            return Fetching.nothing(queries);
        }
        try {
            Connections connections = (isAnywhere(grant) ? toAny : toPublic).join();
            return new Fetching(connections, rules, grant, reader, server, label, asked).fetch(queries);
        } finally {
            server.leave();
        }
    }

    Map<Need, Supplied> fetch(Grant grant, List<Query> queries, ChartReader reader) {
        return fetch(grant, queries, reader, asked -> {});
    }

    private String label(String address) {
        return named.contains(address) ? address : Asked.OTHER;
    }

    /** What servers are called in {@link Asked}: those that our settings name, and {@link Asked#OTHER}. */
    public Set<String> labels() {
        Set<String> labels = new LinkedHashSet<>(named);
        labels.add(Asked.OTHER);
        return labels;
    }

    /** How many servers of this label are not asked now because they failed too often. */
    public long openBreakers(String label) {
        return servers.count(address -> label(address).equals(label), CircuitBreaker.State.OPEN);
    }

    /** How many servers of this label are tried again after they failed too often. */
    public long halfOpenBreakers(String label) {
        return servers.count(address -> label(address).equals(label), CircuitBreaker.State.HALF_OPEN);
    }

    /** A server without a token is one that our own settings name. */
    private boolean isAnywhere(Grant grant) {
        String address = grant.server().text();
        return rules.anyAddress() || mayBePrivate.contains(address) || open.contains(address);
    }

    @Override
    public void close() {
        CompletableFuture<Void> unused = toPublic.thenAcceptBoth(toAny, (one, other) -> {
            one.close();
            other.close();
        });
    }
}
