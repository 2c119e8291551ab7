package org.cervicalcds.service.cdshooks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an answer in another language costs, as a share of a whole call from body to reply with the decision on record.
 *
 * <p>Measured is the one stage that depends on the language, from the chart to the bytes of the reply: in English and in the language in
 * turn, by CPU time of the thread, and the differences pair by pair. Whole calls in pairs differ by ten percent from one to the next,
 * which hides what is looked for.
 */
public final class InLanguages {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<String> LANGUAGES = List.of("de", "es", "fr");
    private static final int PAIRS = 101;
    private static int sink;

    private InLanguages() {}

    /** Prints a line for each body and language; the arguments are lengths of the bodies in kB. */
    public static void main(String[] args) throws IOException {
        for (String kilobytes : args) {
            PipelineBenchmark benchmark = new PipelineBenchmark();
            benchmark.kilobytes = Integer.parseInt(kilobytes);
            benchmark.speaking = true;
            benchmark.start();
            double whole = whole(benchmark, times(kilobytes));
            for (String language : LANGUAGES) {
                measure(kilobytes, language, benchmark, whole);
            }
            benchmark.stop();
        }
        System.exit(sink == 0 ? 1 : 0);
    }

    private static int times(String kilobytes) {
        return Math.max(50, 20_000 / Integer.parseInt(kilobytes));
    }

    /** The quickest tenth of whole calls in English: what is divided by it looks large rather than small. */
    private static double whole(PipelineBenchmark benchmark, int times) {
        double[] all = new double[PAIRS];
        for (int i = -10; i < PAIRS; i++) {
            double one = cpu(times, () -> benchmark.whole(null));
            if (i >= 0) {
                all[i] = one;
            }
        }
        Arrays.sort(all);
        return all[PAIRS / 10];
    }

    private static void measure(String kilobytes, String language, PipelineBenchmark benchmark, double whole) {
        int times = times(kilobytes);
        double[] more = new double[PAIRS];
        double[] english = new double[PAIRS];
        for (int pair = -10; pair < PAIRS; pair++) {
            boolean first = pair % 2 == 0;
            double one = cpu(times, () -> benchmark.worded(first ? null : language));
            double other = cpu(times, () -> benchmark.worded(first ? language : null));
            if (pair >= 0) {
                english[pair] = first ? one : other;
                more[pair] = first ? other - one : one - other;
            }
        }
        Arrays.sort(more);
        Arrays.sort(english);
        System.out.printf(
                "%5s kB  %s: a whole call %.1f us, its words in English %.1f us, in the language %.1f us more, %.1f %% of the call (the middle of %d pairs; half of them %.1f to %.1f %%)%n",
                kilobytes,
                language,
                whole,
                english[PAIRS / 2],
                more[PAIRS / 2],
                100 * more[PAIRS / 2] / whole,
                PAIRS,
                100 * more[PAIRS / 4] / whole,
                100 * more[3 * PAIRS / 4] / whole);
    }

    private static double cpu(int times, Supplier<byte[]> work) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink += work.get().length;
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / times;
    }
}
