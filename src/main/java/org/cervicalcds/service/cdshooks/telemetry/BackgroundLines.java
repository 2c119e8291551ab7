package org.cervicalcds.service.cdshooks.telemetry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cervicalcds.service.background.BackgroundWriter;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of a logger some moments later and on a thread of its own, many at a time: a write to the console may wait, and costs a
 * virtual thread more than the line is worth.
 *
 * <p>None is lost: what finds the queue full is written at once, and on closing what waits is written first.
 */
public final class BackgroundLines extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int MOST_WAITING = 4096;
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

    private final Logger logger;
    private final List<Appender<ILoggingEvent>> targets = new ArrayList<>();
    private final BackgroundWriter<ILoggingEvent> writer = new BackgroundWriter<>(
            "log-writer",
            new BackgroundWriter.Pace(MOST_WAITING, MOST_WAITING, LINGER, Duration.ZERO, LAST_CHANCE),
            this::write);

    private BackgroundLines(Logger logger) {
        this.logger = logger;
    }

    /** From now on the lines about hook calls are written in the background, wherever the log goes. */
    public static BackgroundLines ofDecisions() {
        return of((Logger) LoggerFactory.getLogger(DecisionLog.NAME));
    }

    /** Stands between a logger and the appenders that its root has now. */
    static BackgroundLines of(Logger logger) {
        BackgroundLines lines = new BackgroundLines(logger);
        Iterator<Appender<ILoggingEvent>> appenders =
                logger.getLoggerContext().getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        appenders.forEachRemaining(lines.targets::add);
        lines.setContext(logger.getLoggerContext());
        lines.start();
        lines.writer.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        return lines;
    }

    @Override
    protected void append(ILoggingEvent line) {
        line.prepareForDeferredProcessing();
        if (!writer.offer(line)) {
            write(line);
        }
    }

    /** A stream that is to be flushed with each line is flushed with the last; what others log meanwhile goes out with it. */
    private void write(List<ILoggingEvent> lines) {
        List<OutputStreamAppender<?>> streams = new ArrayList<>();
        for (Appender<ILoggingEvent> target : targets) {
            if (target instanceof OutputStreamAppender<?> stream && stream.isImmediateFlush()) {
                streams.add(stream);
            }
        }
        int last = lines.size() - 1;
        streams.forEach(stream -> stream.setImmediateFlush(false));
        lines.subList(0, last).forEach(this::write);
        streams.forEach(stream -> stream.setImmediateFlush(true));
        write(lines.get(last));
        lines.clear();
    }

    private void write(ILoggingEvent line) {
        targets.forEach(target -> target.doAppend(line));
    }

    /** The logger writes by itself again, as it does after the context of the log was stopped. */
    @Override
    public void close() {
        logger.setAdditive(true);
        logger.detachAppender(this);
        writer.finish();
    }

    @Override
    public void stop() {
        close();
        super.stop();
    }
}
