package org.cervicalcds.service.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundWriterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    private BackgroundWriter<Integer> writer(
            int waiting, Duration lastChance, BackgroundWriter.Target<Integer> target) {
        BackgroundWriter<Integer> writer = new BackgroundWriter<>(
                "test-writer",
                new BackgroundWriter.Pace(waiting, 10, Duration.ZERO, Duration.ofMillis(5), lastChance),
                target);
        writer.start();
        return writer;
    }

    private void all(List<Integer> items) {
        sizes.add(items.size());
        written.addAll(items);
        items.clear();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static int offered(BackgroundWriter<Integer> writer, int count) {
        return (int) numbers(count).stream().filter(writer::offer).count();
    }

    @Test
    void writesAllInOrderAndNoMoreAtOnceThanABatch() {
        BackgroundWriter<Integer> writer = writer(1000, LONG, this::all);

        assertThat(offered(writer, 1000)).isEqualTo(1000);
        assertThat(writer.finish()).isZero();

        assertThat(written).isEqualTo(numbers(1000));
        assertThat(sizes).allMatch(size -> size <= 10).anyMatch(size -> size == 10);
    }

    @Test
    void refusesWhatFindsTooManyWaiting() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        BackgroundWriter<Integer> writer = writer(5, LONG, items -> {
            busy.countDown();
            free.await();
            all(items);
        });
        writer.offer(-1);
        busy.await();

        assertThat(offered(writer, 8)).isEqualTo(5);
        assertThat(writer.waiting()).isEqualTo(5);
        free.countDown();

        assertThat(writer.finish()).isZero();
        assertThat(written).containsExactly(-1, 0, 1, 2, 3, 4);
    }

    @Test
    void givesAgainWhatWasNotDoneWith() {
        int[] tries = new int[1];
        BackgroundWriter<Integer> writer = writer(100, LONG, items -> {
            // Nothing gets through at first, then one at a time.
            if (tries[0]++ >= 3) {
                written.add(items.remove(0));
            }
        });

        offered(writer, 50);

        assertThat(writer.finish()).isZero();
        assertThat(written).isEqualTo(numbers(50));
    }

    @Test
    void goesOnAfterATargetThatThrows() {
        int[] tries = new int[1];
        BackgroundWriter<Integer> writer = writer(100, LONG, items -> {
            if (tries[0]++ < 3) {
                throw new IllegalStateException("not expected");
            }
            all(items);
        });

        offered(writer, 50);

        assertThat(writer.finish()).isZero();
        assertThat(written).isEqualTo(numbers(50));
    }

    @Test
    void isInNoHurryWhereTheTargetAlwaysThrows() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        long start = System.nanoTime();
        BackgroundWriter<Integer> writer = writer(100, SHORT, items -> {
            three.countDown();
            throw new IllegalStateException("not expected");
        });
        writer.offer(1);

        three.await();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
        assertThat(writer.finish()).isEqualTo(1);
    }

    @Test
    void countsWhatIsLeftWhereNothingGetsThroughAtTheEnd() {
        BackgroundWriter<Integer> writer = writer(100, SHORT, items -> {});

        offered(writer, 42);

        assertThat(writer.finish()).isEqualTo(42);
        assertThat(writer.offer(1)).isFalse();
    }

    @Test
    void doesNotWaitForATargetThatHangs() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        BackgroundWriter<Integer> writer = writer(100, SHORT, items -> {
            hangs.countDown();
            free.await();
            all(items);
        });
        writer.offer(0);
        hangs.await();
        offered(writer, 20);

        assertThat(writer.finish()).isEqualTo(21);
        free.countDown();
    }
}
