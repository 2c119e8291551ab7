package org.cervicalcds.fhir;

import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cervicalcds.chart.Need;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The queries of one request: they travel side by side, and are read one after another on the request's own thread. */
final class Fetching {
    private final Connections connections;
    private final AccessRules rules;
    private final Grant grant;
    private final ChartReader reader;
    private final Servers.Server server;
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
     * @param label what the server is called in meters and traces
     * @param asked is told how each query went; may be called from several threads
     */
    Fetching(
            Connections connections,
            AccessRules rules,
            Grant grant,
            ChartReader reader,
            Servers.Server server,
            String label,
            Consumer<Asked> asked) {
        this.label = label;
        this.asked = asked;
        this.connections = connections;
        this.rules = rules;
        this.grant = grant;
        this.reader = reader;
        this.server = server;
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
        if (!connections.mayConnect(grant.server().host(), deadline - System.nanoTime())) {
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
        underWay++;
        long started = System.nanoTime();
        Future<?> answer = connections.get(address, grant.token(), left, (came, failure) -> {
            server.answered(came, failure);
            byte[] body = AnswerBody.of(came, rules.maxAnswerBytes());
            if (!(failure instanceof CancellationException)) {
                tell(query, outcome(came, failure, body), started);
            }
            arrivals.add(new Arrived(query, page, body));
        });
        sent.add(new Sent(query, answer, started));
    }

    private static Asked.Outcome outcome(@Nullable Reply came, @Nullable Throwable failure, byte @Nullable [] body) {
        if (came == null) {
            return failure instanceof InterruptedIOException ? Asked.Outcome.LATE : Asked.Outcome.FAILED;
        }
        if (came.status() >= 500) {
            return Asked.Outcome.FAILED;
        }
        if (came.status() != 200) {
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
        try {
            JsonCursor in = new JsonCursor(body);
            return in.nextToken() == null ? Supplied.FAILED : reader.read(in);
        } catch (JacksonException e) {
            return Supplied.FAILED;
        }
    }
}
