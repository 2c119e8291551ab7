package org.cervicalcds.service.operations.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.service.cdshooks.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports wait here for a thread of their own; what cannot wait or does not get there is counted as lost. */
final class AuditQueue implements AuditTrail, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LAST_CHANCE_MILLIS = 5_000;

    private final BlockingQueue<Decided> queue;
    private final AuditEventJson json;
    private final Destination destination;
    private final Counter written;
    private final Counter lost;
    private final Thread thread = new Thread(this::run, "audit");
    private volatile boolean closing;
    private long quietUntil = System.nanoTime();

    AuditQueue(int capacity, AuditEventJson json, Destination destination, MeterRegistry meters) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.json = json;
        this.destination = destination;
        this.written = counter("written", meters);
        this.lost = counter("lost", meters);
        Gauge.builder("cervical.cds.audit.queue", queue, BlockingQueue::size)
                .description("AuditEvents that wait to be written")
                .register(meters);
        thread.setDaemon(true);
        thread.start();
    }

    private static Counter counter(String result, MeterRegistry meters) {
        return Counter.builder("cervical.cds.audit.events")
                .description("AuditEvents of decisions")
                .tag("result", result)
                .register(meters);
    }

    @Override
    public void decided(Decided decided) {
        if (closing || !queue.offer(decided)) {
            lost.increment();
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                Decided next = queue.poll(200, TimeUnit.MILLISECONDS);
                if (next != null) {
                    write(next);
                }
            }
        } catch (InterruptedException e) {
            lost.increment(queue.size() + 1.0);
            LOG.warn("AuditEvents were lost at the end: {}", queue.size() + 1);
        }
    }

    private void write(Decided next) throws InterruptedException {
        try {
            destination.send(json.of(next));
            written.increment();
        } catch (IOException | RuntimeException e) {
            lost.increment();
            if (System.nanoTime() - quietUntil >= 0) {
                quietUntil = System.nanoTime() + PAUSE_NANOS;
                LOG.warn("An AuditEvent was lost: {}", e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }

    /** Writes what waits, for some seconds. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(LAST_CHANCE_MILLIS);
        thread.interrupt();
    }
}
