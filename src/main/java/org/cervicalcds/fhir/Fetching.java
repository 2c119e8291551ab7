package org.cervicalcds.fhir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cervicalcds.chart.Need;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** The queries of one request: they travel side by side, and are read one after another on the request's own thread. */
final class Fetching {
    private final HttpClient client;
    private final AccessRules rules;
    private final Grant grant;
    private final ChartReader reader;
    private final Servers.Server server;
    private final boolean anywhere;
    private final long deadline;
    private final BlockingQueue<Arrived> arrivals = new LinkedBlockingQueue<>();
    private final List<Sent> sent = new ArrayList<>();
    private final String label;
    private final Consumer<Asked> asked;
    private final Map<Need, Supplied> supplied = new HashMap<>();
    private int underWay;

    /**
     * An answer, or none.
     *
     * @param page counted from 1
     * @param body null where the query failed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Arrived(Query query, int page, byte @Nullable [] body) {}

    /** A query that is or was under way. */
    private record Sent(Query query, Future<?> answer, long startedNanos) {}

    /**
     * @param server what is known of the server's health
     * @param anywhere the server may lie at a private address
     * @param label what the server is called in meters and traces
     * @param asked is told how each query went; may be called from several threads
     */
    Fetching(
            HttpClient client,
            AccessRules rules,
            Grant grant,
            ChartReader reader,
            Servers.Server server,
            boolean anywhere,
            String label,
            Consumer<Asked> asked) {
        this.label = label;
        this.asked = asked;
        this.client = client;
        this.rules = rules;
        this.grant = grant;
        this.reader = reader;
        this.server = server;
        this.anywhere = anywhere;
        this.deadline = System.nanoTime() + rules.timeBudget().toNanos();
    }

    /** What is known of needs that nobody could be asked for. */
    static Map<Need, Supplied> nothing(List<Query> queries) {
        Map<Need, Supplied> supplied = new HashMap<>();
        for (Query query : queries) {
            supplied.put(
                    query.need(),
                    query.furtherPage() ? new Supplied(Supplied.State.DATA, query.address()) : Supplied.FAILED);
        }
        return supplied;
    }

    Map<Need, Supplied> fetch(List<Query> queries) {
        supplied.putAll(nothing(queries));
        if (!anywhere && !PublicAddresses.areAllOf(grant.server().host())) {
            return supplied;
        }
        for (Query query : queries) {
            if (grant.mayRead(query.need().resourceType())) {
                send(query, query.furtherPage() ? 2 : 1);
            }
        }
        while (underWay > 0) {
            Arrived next = nextArrival();
            if (next == null) {
                sent.forEach(this::giveUp);
                server.failed(underWay);
                break;
            }
            underWay--;
            take(next);
        }
        return supplied;
    }

    private @Nullable Arrived nextArrival() {
        try {
            return arrivals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void giveUp(Sent late) {
        if (late.answer().cancel(true)) {
            tell(late.query(), Asked.Outcome.LATE, late.startedNanos());
        }
    }

    private void tell(Query query, Asked.Outcome outcome, long started) {
        asked.accept(new Asked(label, query.need().resourceType(), outcome, started, System.nanoTime()));
    }

    private void send(Query query, int page) {
        ServerAddress base = grant.server();
        URI address = query.furtherPage() ? base.furtherPage(query.address()) : base.query(query.address());
        long left = deadline - System.nanoTime();
        if (address == null || left <= 0) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofNanos(left))
                .header("Accept", "application/fhir+json");
        if (grant.token() != null) {
            request.header("Authorization", "Bearer " + grant.token());
        }
        underWay++;
        long started = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BoundedBody.of200(rules.maxAnswerBytes()));
        sent.add(new Sent(query, answer, started));
        CompletableFuture<?> unused = answer.whenComplete((came, failure) -> {
            server.answered(came, failure);
            byte[] body = AnswerBody.of(came, rules.maxAnswerBytes());
            if (!(failure instanceof CancellationException)) {
                tell(query, outcome(came, failure, body), started);
            }
            arrivals.add(new Arrived(query, page, body));
        });
    }

    private static Asked.Outcome outcome(
            @Nullable HttpResponse<byte[]> came, @Nullable Throwable failure, byte @Nullable [] body) {
        if (came == null) {
            return failure instanceof HttpTimeoutException
                            || failure != null && failure.getCause() instanceof HttpTimeoutException
                    ? Asked.Outcome.LATE
                    : Asked.Outcome.FAILED;
        }
        if (came.statusCode() >= 500) {
            return Asked.Outcome.FAILED;
        }
        if (came.statusCode() != 200) {
            return Asked.Outcome.REFUSED;
        }
        return body == null ? Asked.Outcome.UNUSABLE : Asked.Outcome.ANSWERED;
    }

    /** Where a later page fails, the need stays one of which the first pages came. */
    private void take(Arrived arrived) {
        Supplied page = arrived.body() == null ? Supplied.FAILED : read(arrived.body());
        if (page.state() == Supplied.State.FAILED || page.state() == Supplied.State.UNUSABLE) {
            return;
        }
        Need need = arrived.query().need();
        boolean anyData = page.state() == Supplied.State.DATA || arrived.page() > 1;
        supplied.put(need, new Supplied(anyData ? Supplied.State.DATA : Supplied.State.EMPTY, page.next()));
        if (page.next() != null && arrived.page() < rules.maxPages()) {
            send(new Query(need, page.next(), true), arrived.page() + 1);
        }
    }

    private Supplied read(byte[] body) {
        try (JsonParser in = Json.parser(body)) {
            in.nextToken();
            return in.currentToken() == null ? Supplied.FAILED : reader.read(in);
        } catch (JacksonException e) {
            return Supplied.FAILED;
        }
    }
}
