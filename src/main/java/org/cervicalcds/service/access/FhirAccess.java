package org.cervicalcds.service.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.ChartReader;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to clients' FHIR servers: who may be asked, and the asking. One for the whole service. */
public final class FhirAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FhirAccess.class);
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    /** The rules that may keep a call's FHIR server from being asked. */
    public static final Set<Cause> REFUSALS = Set.copyOf(EnumSet.of(
            Cause.NO_TOKEN, Cause.TOKEN_NOT_USABLE, Cause.SERVER_NOT_ALLOWED, Cause.PLAIN_HTTP, Cause.PRIVATE_ADDRESS));

    private final AccessRules rules;
    private final Set<String> open;
    private final Set<String> allowed;
    private final PrivateServers mayBePrivate;
    private final Set<String> named;
    private final CompletableFuture<Connections> toPublic;
    private final CompletableFuture<Connections> toAny;
    private final PrivateServers own;
    private final PrivateServers unhurried;
    private final Runnable ownReady;
    private final Servers servers;
    private final Map<String, List<ServerAddress>> aliases = new HashMap<>();

    public FhirAccess(AccessRules rules) {
        this(rules, List.of(), EmbeddedServer.NONE);
    }

    /**
     * @param ofClients base addresses that are listed for single clients
     * @param embedded the FHIR server inside this process
     */
    public FhirAccess(AccessRules rules, List<String> ofClients, EmbeddedServer embedded) {
        this(rules, InetAddress::getAllByName, Ticker.systemTicker(), FhirAccess::ownTrust, embedded);
        named.addAll(addresses(ofClients));
    }

    FhirAccess(AccessRules rules, AddressCache.NameService names, Ticker ticker, SSLContext trust) {
        this(rules, names, ticker, () -> trust, EmbeddedServer.NONE);
    }

    private FhirAccess(
            AccessRules rules,
            AddressCache.NameService names,
            Ticker ticker,
            Supplier<SSLContext> trust,
            EmbeddedServer embedded) {
        this.rules = rules;
        this.open = addresses(rules.openServers());
        this.allowed = addresses(rules.allowedServers());
        this.own = PrivateServers.of(embedded.addresses());
        this.unhurried = PrivateServers.of(embedded.unhurried());
        this.ownReady = embedded.ready();
        this.mayBePrivate = PrivateServers.of(rules.privateServers());
        this.named = new LinkedHashSet<>(open);
        named.addAll(allowed);
        for (AccessRules.Alias alias : rules.aliases()) {
            aliases.computeIfAbsent(ServerAddress.listed(alias.server()).text(), server -> new ArrayList<>())
                    .add(ServerAddress.listed(alias.alias()));
        }
        this.servers = new Servers(rules.callsAtOnce());
        this.toPublic = soon(() -> new Connections(rules, new AddressCache(true, names, ticker), trust.get()));
        this.toAny = soon(() -> new Connections(rules, new AddressCache(false, names, ticker), trust.get()));
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
            addresses.add(ServerAddress.listed(server).text());
        }
        return addresses;
    }

    /**
     * Leave to ask the server of a hook call, if the call and the rules give it (CDSH-FHIR-1, 5, 6, 7); else which of them does not.
     *
     * @param ofClient base addresses listed for the client that calls; where there are any, its token goes to no other
     * @param client who calls
     */
    public Permission permission(
            @Nullable String fhirServer,
            @Nullable Authorization authorization,
            String patientId,
            List<String> ofClient,
            String client) {
        if (fhirServer == null) {
            return new Permission.Refusal(Cause.NO_ACCESS);
        }
        ServerAddress server = ServerAddress.of(fhirServer);
        if (server == null) {
            return new Permission.Refusal(Cause.SERVER_NOT_ALLOWED);
        }
        boolean listed = ofClient.isEmpty()
                ? rules.anyServer() || allowed.contains(server.text())
                : addresses(ofClient).contains(server.text());
        Cause cause = refusal(server, listed, authorization, patientId);
        if (authorization != null && cause == Cause.NONE) {
            return new Grant(server, client, authorization.accessToken(), new Scopes(authorization.scope()));
        }
        return open.contains(server.text())
                ? new Grant(server, client, null, new Scopes(null))
                : new Permission.Refusal(cause);
    }

    /** Why the token of a call must not go to the server; {@link Cause#NONE} where it may. */
    private Cause refusal(
            ServerAddress server, boolean listed, @Nullable Authorization authorization, String patientId) {
        if (authorization == null || authorization.accessToken() == null) {
            return Cause.NO_TOKEN;
        }
        if (!listed) {
            return Cause.SERVER_NOT_ALLOWED;
        }
        if (!server.encrypted() && !rules.tokenOverHttp()) {
            return Cause.PLAIN_HTTP;
        }
        return isUsable(authorization, patientId) ? Cause.NONE : Cause.TOKEN_NOT_USABLE;
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
     * or failed is {@link SuppliedData.State#FAILED}, or has a next page where the first pages came (CDSH-FHIR-8). Of a query for a further page
     * only what that page and those behind it brought is told.
     *
     * @param asked is told how each query went; may be called from several threads at once, also after the return
     * @param more what is due to be asked with what has been read so far; called on this thread after each answer
     */
    public Map<Need, SuppliedData> fetch(
            Grant grant,
            List<Query> queries,
            ChartReader reader,
            Consumer<QueryOutcome> asked,
            Supplier<List<Query>> more) {
        if (own.holds(grant.server())) {
            ownReady.run();
        }
        Servers.Server server = servers.of(grant.server());
        String label = label(grant.server().text());
        if (!server.enter(grant.client())) {
            long now = System.nanoTime();
            for (Query query : queries) {
                asked.accept(new QueryOutcome(
                        label, query.need().resourceType(), QueryOutcome.Outcome.TURNED_AWAY, now, now));
            }
            return QueryExecution.nothing(queries, Cause.SERVER_BUSY);
        }
        try {
            Connections connections = (isAnywhere(grant) ? toAny : toPublic).join();
            return new QueryExecution(
                            connections,
                            rules,
                            budget(grant),
                            aliases.getOrDefault(grant.server().text(), List.of()),
                            grant,
                            reader,
                            server,
                            label,
                            asked)
                    .fetch(queries, more);
        } finally {
            server.leave();
        }
    }

    private Duration budget(Grant grant) {
        Duration budget = rules.timeBudget();
        return unhurried.holds(grant.server()) && budget.compareTo(EmbeddedServer.BUDGET) < 0
                ? EmbeddedServer.BUDGET
                : budget;
    }

    Map<Need, SuppliedData> fetch(Grant grant, List<Query> queries, ChartReader reader) {
        return fetch(grant, queries, reader, asked -> {}, List::of);
    }

    private String label(String address) {
        return named.contains(address) ? address : QueryOutcome.OTHER;
    }

    /** What servers are called in {@link QueryOutcome}: those that our settings name, and {@link QueryOutcome#OTHER}. */
    public Set<String> labels() {
        Set<String> labels = new LinkedHashSet<>(named);
        labels.add(QueryOutcome.OTHER);
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
        return mayBePrivate.holds(grant.server())
                || own.holds(grant.server())
                || open.contains(grant.server().text());
    }

    @Override
    public void close() {
        CompletableFuture<Void> unused = toPublic.thenAcceptBoth(toAny, (one, other) -> {
            one.close();
            other.close();
        });
    }
}
