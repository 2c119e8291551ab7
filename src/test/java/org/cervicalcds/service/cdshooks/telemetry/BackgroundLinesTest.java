package org.cervicalcds.service.cdshooks.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EchoEncoder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines in the background: all of them, in order, and none that waits on whoever logs. */
@Timeout(20)
class BackgroundLinesTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("calls");
    private final Gate gate = new Gate();

    /** A console that may be stuck. */
    private static final class Gate extends AppenderBase<ILoggingEvent> {
        private final List<String> written = new ArrayList<>();
        private final List<String> threads = new ArrayList<>();
        private volatile CountDownLatch open = new CountDownLatch(0);

        @Override
        protected void append(ILoggingEvent line) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            written.add(line.getFormattedMessage());
            threads.add(Thread.currentThread().getName());
        }
    }

    BackgroundLinesTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        gate.setContext(context);
        gate.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(gate);
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void allLinesAreWrittenInOrderByAnotherThread() {
        try (BackgroundLines lines = BackgroundLines.of(logger)) {
            lines(3000).forEach(line -> logger.info("{}", line));
        }
        assertThat(gate.written).isEqualTo(lines(3000));
        assertThat(gate.threads).containsOnly("log-writer");
    }

    @Test
    void whoeverLogsDoesNotWaitForAConsoleThatIsStuck() {
        gate.open = new CountDownLatch(1);
        try (BackgroundLines lines = BackgroundLines.of(logger)) {
            lines(4000).forEach(line -> logger.info("{}", line));
            gate.open.countDown();
        }
        assertThat(gate.written).isEqualTo(lines(4000));
    }

    @Test
    void whatFindsTheQueueFullIsWrittenAtOnce() throws InterruptedException {
        gate.open = new CountDownLatch(1);
        try (BackgroundLines lines = BackgroundLines.of(logger)) {
            Thread many = new Thread(() -> lines(10_000).forEach(line -> logger.info("{}", line)), "many");
            many.start();
            many.join(500);
            assertThat(many.isAlive()).isTrue();
            gate.open.countDown();
            many.join();
        }
        assertThat(gate.written).containsExactlyInAnyOrderElementsOf(lines(10_000));
        assertThat(gate.threads).contains("many", "log-writer");
    }

    @Test
    void aStreamIsFlushedOnceForManyLinesAndHoldsNoneBack() {
        Stream stream = new Stream();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        EchoEncoder<ILoggingEvent> encoder = new EchoEncoder<>();
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(stream);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        gate.open = new CountDownLatch(1);
        try (BackgroundLines lines = BackgroundLines.of(logger)) {
            lines(1000).forEach(line -> logger.info("{}", line));
            gate.open.countDown();
        }
        assertThat(stream.bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(1000);
        assertThat(stream.flushed).isEqualTo(stream.bytes.size());
        // The line that the writer took alone, those that had come meanwhile, and what came behind.
        assertThat(stream.flushes).isLessThan(20);
        assertThat(appender.isImmediateFlush()).isTrue();
    }

    /** Notes when it is flushed. */
    private static final class Stream extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int flushed;
        private int flushes;

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public void flush() {
            flushed = bytes.size();
            flushes++;
        }
    }

    @Test
    void afterwardsTheLoggerWritesByItself() {
        BackgroundLines.of(logger).close();
        logger.info("last");
        assertThat(gate.written).containsExactly("last");
        assertThat(gate.threads).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void theContextOfTheLogMayBeStoppedWithLinesWaiting() {
        BackgroundLines.of(logger);
        logger.info("waiting");
        context.stop();
        assertThat(logger.iteratorForAppenders().hasNext()).isFalse();
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .iteratorForAppenders()
                        .hasNext())
                .isFalse();
    }
}
