package org.cervicalcds.service.store.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void histogramsAddUpAndAreRightWithinOnePercent() {
        Random random = new Random(3);
        List<Double> all = Stream.generate(() -> Math.exp(16 * random.nextDouble()))
                .limit(1001)
                .sorted()
                .toList();
        Histogram one = new Histogram();
        Histogram other = new Histogram();
        all.forEach(length -> (random.nextBoolean() ? one : other).add(length));
        Histogram both = new Histogram();
        both.add(one.toString());
        both.add(other.toString());
        assertThat(both.count()).isEqualTo(1001);
        assertThat(both.percentile(0.5)).isCloseTo(all.get(500), withinPercentage(1));
        assertThat(both.percentile(0.99)).isCloseTo(all.get(990), withinPercentage(1));
        assertThat(new Histogram().percentile(0.5)).isZero();
    }
}
