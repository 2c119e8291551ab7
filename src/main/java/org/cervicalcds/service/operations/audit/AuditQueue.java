package org.cervicalcds.service.operations.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.cervicalcds.service.background.BackgroundWriter;
import org.cervicalcds.service.background.ThrottledLog;
import org.cervicalcds.service.cdshooks.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports wait here for a thread of their own; what cannot wait or does not get there is counted as lost. */
final class AuditQueue implements AuditTrail, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);

    private final BackgroundWriter<Decided> writer;
    private final AuditEventJson json;
    private final Destination destination;
    private final Counter written;
    private final Counter lost;
    private final ThrottledLog losing = new ThrottledLog(LOG);

    AuditQueue(int capacity, AuditEventJson json, Destination destination, MeterRegistry meters) {
        this.writer = new BackgroundWriter<>(
                "audit",
                new BackgroundWriter.Pace(capacity, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5)),
                this::write);
        this.json = json;
        this.destination = destination;
        this.written = counter("written", meters);
        this.lost = counter("lost", meters);
        Gauge.builder("cervical.cds.audit.queue", writer, BackgroundWriter::waiting)
                .description("AuditEvents that wait to be written")
                .register(meters);
        writer.start();
    }

    private static Counter counter(String result, MeterRegistry meters) {
        return Counter.builder("cervical.cds.audit.events")
                .description("AuditEvents of decisions")
                .tag("result", result)
                .register(meters);
    }

    @Override
    public void decided(Decided decided) {
        if (!writer.offer(decided)) {
            lost.increment();
        }
    }

    private void write(List<Decided> next) throws InterruptedException {
        try {
            destination.send(json.of(next.remove(0)));
            written.increment();
        } catch (IOException | RuntimeException e) {
            lost.increment();
            losing.warn("An AuditEvent was lost: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /** Writes what waits, for some seconds. */
    @Override
    public void close() {
        int left = writer.finish();
        if (left > 0) {
            lost.increment(left);
            LOG.warn("AuditEvents were lost at the end: {}", left);
        }
    }
}
