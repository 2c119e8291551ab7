package org.cervicalcds.service.store.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedLookUpTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger asked = new AtomicInteger();
    private BoundedLookUp lookUp = lookUp(Duration.ofSeconds(30));

    private BoundedLookUp lookUp(Duration budget) {
        return new BoundedLookUp("tests", "Tests go on without", budget, 2, meters);
    }

    @AfterEach
    void close() {
        lookUp.close();
    }

    private double count(String result) {
        return meters.counter("cervical.cds.store.lookups", "what", "tests", "result", result)
                .count();
    }

    private String ask(Callable<String> answer) {
        return lookUp.orElse("fallback", () -> {
            asked.incrementAndGet();
            return answer.call();
        });
    }

    private static String fail() {
        throw new IllegalStateException("the database is away");
    }

    @Test
    void givesTheAnswer() {
        assertThat(ask(() -> "answer")).isEqualTo("answer");
        assertThat(count("answered")).isOne();
    }

    @Test
    void goesOnWithoutAnAnswerThatIsLate() {
        lookUp = lookUp(Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);

        assertThat(ask(() -> {
                    never.await();
                    return "late";
                }))
                .isEqualTo("fallback");
        never.countDown();
        assertThat(count("slow")).isOne();
    }

    @Test
    void restsAfterFiveFailuresInARowAndTriesAgain() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask(BoundedLookUpTest::fail)).isEqualTo("fallback");
        }
        assertThat(ask(() -> "answer")).isEqualTo("fallback");
        assertThat(asked).hasValue(5);
        assertThat(count("failed")).isEqualTo(5);
        assertThat(count("skipped")).isOne();

        await().atMost(20, SECONDS).until(() -> ask(() -> "answer").equals("answer"));
        assertThat(ask(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void anAnswerBetweenFailuresKeepsItAsking() {
        for (int i = 0; i < 20; i++) {
            ask(i % 5 == 4 ? () -> "answer" : BoundedLookUpTest::fail);
        }
        assertThat(asked).hasValue(20);
        assertThat(count("skipped")).isZero();
    }
}
