package org.cervicalcds.service.cdshooks.telemetry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of a logger some moments later and on a thread of its own, many at a time: a write to the console may wait, and costs a
 * virtual thread more than the line is worth.
 *
 * <p>None is lost: what finds the queue full is written at once, and on closing what waits is written first.
 */
public final class BackgroundLines extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int MOST_WAITING = 4096;
    private static final long GATHER_MILLIS = 20;
    private static final long IDLE_MILLIS = 200;
    private static final long LAST_CHANCE_MILLIS = 5000;

    private final Logger logger;
    private final List<Appender<ILoggingEvent>> targets = new ArrayList<>();
    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = new Thread(this::run, "log-writer");
    private volatile boolean closing;

    private BackgroundLines(Logger logger) {
        this.logger = logger;
        thread.setDaemon(true);
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
        lines.thread.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        return lines;
    }

    @Override
    protected void append(ILoggingEvent line) {
        line.prepareForDeferredProcessing();
        if (closing || !waiting.offer(line)) {
            write(line);
        }
    }

    private void run() {
        List<ILoggingEvent> some = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                ILoggingEvent first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    some.add(first);
                    TimeUnit.MILLISECONDS.sleep(closing ? 0 : GATHER_MILLIS);
                }
            } catch (InterruptedException e) {
                closing = true;
            }
            waiting.drainTo(some);
            write(some);
            some.clear();
        }
    }

    /** A stream that is to be flushed with each line is flushed with the last; what others log meanwhile goes out with it. */
    private void write(List<ILoggingEvent> lines) {
        if (lines.isEmpty()) {
            return;
        }
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
    }

    private void write(ILoggingEvent line) {
        targets.forEach(target -> target.doAppend(line));
    }

    /** The logger writes by itself again, as it does after the context of the log was stopped. */
    @Override
    public void close() {
        logger.setAdditive(true);
        logger.detachAppender(this);
        closing = true;
        try {
            thread.join(LAST_CHANCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        close();
        super.stop();
    }
}
