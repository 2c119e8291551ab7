package org.cervicalcds.service.access;

import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.ChartReader;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The queries of one request: they travel side by side, and are read one after another on the request's own thread. */
final class QueryExecution {
    private final Connections connections;
    private static final int MOST_REPEATS = 2;

    /** Before a query is sent again to a server that does not say when, in nanoseconds; doubled each time. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** The kinds of conditions that servers hold which want to be asked for a kind (US Core, condition category). */
    private static final List<String> CATEGORIES = List.of("problem-list-item", "encounter-diagnosis");

    private final AccessRules rules;
    private final List<ServerAddress> aliases;
    private final Grant grant;
    private final ChartReader reader;
    private final Servers.Server server;
    private final long deadline;
    private final BlockingQueue<Arrived> arrivals = new LinkedBlockingQueue<>();
    private final List<Sent> sent = new ArrayList<>();
    private final String label;
    private final Consumer<QueryOutcome> asked;
    private final Map<Need, SuppliedData> supplied = new HashMap<>();

    /** The pages of a need that have come. */
    private final Map<Need, SuppliedData> began = new HashMap<>();

    /** Why needs of which something came have not come whole. */
    private final Map<Need, Cause> lost = new HashMap<>();

    /** What waits for its turn, or for the server's leave to come again. */
    private final List<Task> waiting = new LinkedList<>();

    private int underWay;

    /**
     * A query to be sent.
     *
     * @param page counted from 1
     * @param again how often it was sent before
     * @param notBefore of {@link System#nanoTime}
     */
    private record Task(Query query, int page, int again, long notBefore) {}

    /**
     * An answer, or none.
     *
     * @param reply null where none came
     * @param body null where the query failed
     * @param failure why
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Arrived(Task task, @Nullable Reply reply, byte @Nullable [] body, Cause failure) {}

    /** A query that is or was under way. */
    private record Sent(Query query, Future<?> answer, long startedNanos) {}

    /**
     * @param aliases under which the server may know itself
     * @param budget time for all queries together
     * @param server what is known of the server's health
     * @param label what the server is called in meters and traces
     * @param asked is told how each query went; may be called from several threads
     */
    QueryExecution(
            Connections connections,
            AccessRules rules,
            Duration budget,
            List<ServerAddress> aliases,
            Grant grant,
            ChartReader reader,
            Servers.Server server,
            String label,
            Consumer<QueryOutcome> asked) {
        this.label = label;
        this.asked = asked;
        this.connections = connections;
        this.rules = rules;
        this.aliases = aliases;
        this.grant = grant;
        this.reader = reader;
        this.server = server;
        this.deadline = System.nanoTime() + budget.toNanos();
    }

    /** What is known of needs that nobody could be asked for. */
    static Map<Need, SuppliedData> nothing(List<Query> queries, Cause why) {
        Map<Need, SuppliedData> supplied = new HashMap<>();
        queries.forEach(query -> supplied.put(query.need(), SuppliedData.failed(why)));
        return supplied;
    }

    /** @param more what is due to be asked with what has been read so far */
    Map<Need, SuppliedData> fetch(List<Query> queries, Supplier<List<Query>> more) {
        supplied.putAll(nothing(queries, Cause.LATE));
        Cause refusal = connections.refusal(grant.server().host(), deadline - System.nanoTime());
        if (refusal != Cause.NONE) {
            return nothing(queries, refusal);
        }
        queries.forEach(this::ask);
        sendDue();
        while (underWay > 0 || !waiting.isEmpty()) {
            Arrived next = nextArrival();
            if (next != null) {
                underWay--;
                take(next);
                more.get().forEach(this::ask);
            } else if (deadline - System.nanoTime() <= 0
                    || Thread.currentThread().isInterrupted()) {
                sent.forEach(this::giveUp);
                server.failed(underWay);
                waiting.forEach(task -> missing(task.query().need(), Cause.LATE));
                break;
            }
            sendDue();
        }
        return supplied;
    }

    /** Sends what may be sent now, in the order in which it was asked. */
    private void sendDue() {
        long now = System.nanoTime();
        for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext() && underWay < rules.queriesAtOnce(); ) {
            Task task = tasks.next();
            if (task.notBefore() - now <= 0) {
                tasks.remove();
                send(task);
            }
        }
    }

    /** Until when to wait for an answer: to the end, or to the time at which something may be sent again. */
    private long nextTurn() {
        long turn = deadline;
        if (underWay < rules.queriesAtOnce()) {
            for (Task task : waiting) {
                turn = task.notBefore() - turn < 0 ? task.notBefore() : turn;
            }
        }
        return turn;
    }

    private void ask(Query query) {
        supplied.putIfAbsent(query.need(), SuppliedData.failed(Cause.LATE));
        if (grant.mayRead(query.need().resourceType())) {
            waiting.add(new Task(query, query.furtherPage() ? 2 : 1, 0, System.nanoTime()));
        } else {
            supplied.put(query.need(), SuppliedData.failed(Cause.NO_SCOPE));
        }
    }

    private @Nullable Arrived nextArrival() {
        try {
            return arrivals.poll(nextTurn() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void giveUp(Sent late) {
        if (late.answer().cancel(true)) {
            tell(late.query(), QueryOutcome.Outcome.LATE, late.startedNanos());
        }
    }

    private void tell(Query query, QueryOutcome.Outcome outcome, long started) {
        asked.accept(new QueryOutcome(label, query.need().resourceType(), outcome, started, System.nanoTime()));
    }

    private void send(Task task) {
        Query query = task.query();
        ServerAddress base = grant.server();
        URI address = query.furtherPage() ? base.furtherPage(query.address(), aliases) : base.query(query.address());
        long left = deadline - System.nanoTime();
        if (address == null) {
            missing(query.need(), Cause.MORE_PAGES);
            return;
        }
        if (left <= 0) {
            missing(query.need(), Cause.LATE);
            return;
        }
        underWay++;
        long started = System.nanoTime();
        Future<?> answer = connections.get(address, grant.token(), left, (came, failure) -> {
            server.answered(grant.client(), came, failure);
            byte[] body = AnswerBody.of(came, rules.maxAnswerBytes());
            QueryOutcome.Outcome outcome = outcome(came, failure, body);
            if (!(failure instanceof CancellationException)) {
                tell(query, outcome, started);
            }
            arrivals.add(new Arrived(task, came, body, cause(outcome)));
        });
        sent.add(new Sent(query, answer, started));
    }

    private static QueryOutcome.Outcome outcome(
            @Nullable Reply came, @Nullable Throwable failure, byte @Nullable [] body) {
        if (came == null) {
            return failure instanceof InterruptedIOException ? QueryOutcome.Outcome.LATE : QueryOutcome.Outcome.FAILED;
        }
        if (came.status() >= 500) {
            return QueryOutcome.Outcome.FAILED;
        }
        if (came.status() != 200) {
            return QueryOutcome.Outcome.REFUSED;
        }
        return body == null ? QueryOutcome.Outcome.UNUSABLE : QueryOutcome.Outcome.ANSWERED;
    }

    private static Cause cause(QueryOutcome.Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> Cause.NONE;
            case REFUSED -> Cause.REFUSED;
            case FAILED -> Cause.FAILED;
            case UNUSABLE -> Cause.UNREADABLE;
            case LATE -> Cause.LATE;
            case TURNED_AWAY -> Cause.SERVER_BUSY;
        };
    }

    private void take(Arrived arrived) {
        Need need = arrived.task().query().need();
        Reply reply = arrived.reply();
        if (reply != null
                && (isSentAgain(arrived.task(), reply)
                        || isAskedByKind(arrived.task().query(), reply))) {
            return;
        }
        SuppliedData page = arrived.body() == null ? SuppliedData.failed(arrived.failure()) : read(arrived.body());
        if (page.state() == SuppliedData.State.FAILED || page.state() == SuppliedData.State.UNUSABLE) {
            missing(need, page.cause());
            return;
        }
        SuppliedData before = began.get(need);
        SuppliedData now = before == null ? page : arrived.task().page() > 1 ? before.and(page) : before.beside(page);
        began.put(need, now);
        if (page.next() != null && arrived.task().page() < rules.maxPages()) {
            waiting.add(
                    new Task(new Query(need, page.next(), true), arrived.task().page() + 1, 0, System.nanoTime()));
        } else if (page.next() != null) {
            lost.putIfAbsent(need, Cause.MORE_PAGES);
        }
        Cause gone = lost.get(need);
        supplied.put(need, gone == null ? now : now.butNotAll(gone));
    }

    /** Whoever is asked too often asks to come again (RFC 6585, 429); within the time budget that is done. */
    private boolean isSentAgain(Task task, Reply reply) {
        if (reply.status() != 429 || task.again() >= MOST_REPEATS) {
            return false;
        }
        long turn = System.nanoTime()
                + reply.rest(Long.MAX_VALUE).map(Duration::toNanos).orElse(PAUSE << task.again());
        if (deadline - turn <= 0) {
            return false;
        }
        waiting.add(new Task(task.query(), task.page(), task.again() + 1, turn));
        return true;
    }

    /** Some servers refuse a search for conditions that does not say of which kind. */
    private boolean isAskedByKind(Query query, Reply reply) {
        boolean refused = reply.status() == 403 || reply.status() == 400;
        String address = query.address();
        if (!refused || query.furtherPage() || !address.startsWith("Condition?") || address.contains("category=")) {
            return false;
        }
        CATEGORIES.forEach(kind -> ask(new Query(query.need(), address + "&category=" + kind, false)));
        return true;
    }

    /** Where a later page fails, the need stays one of which the first pages came. */
    private void missing(Need need, Cause why) {
        SuppliedData before = began.get(need);
        lost.putIfAbsent(need, why);
        supplied.put(need, before == null ? SuppliedData.failed(why) : before.butNotAll(why));
    }

    private SuppliedData read(byte[] body) {
        try {
            JsonCursor in = new JsonCursor(body);
            return in.nextToken() == null ? SuppliedData.UNUSABLE : reader.read(in);
        } catch (JacksonException e) {
            return SuppliedData.UNUSABLE;
        }
    }
}
