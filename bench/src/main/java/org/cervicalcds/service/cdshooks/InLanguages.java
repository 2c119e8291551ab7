package org.cervicalcds.service.cdshooks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer in another language costs over a whole call, from body to reply with the decision on record: the same body is answered in
 * English and in the language in turn, and the CPU time of the thread is compared pair by pair, which a busy machine distorts least.
 */
public final class InLanguages {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PAIRS = 41;
    private static int sink;

    private InLanguages() {}

    /** Prints a line for each body and language; the arguments are lengths of the bodies in kB. */
    public static void main(String[] args) throws IOException {
        for (String kilobytes : args) {
            PipelineBenchmark benchmark = new PipelineBenchmark();
            benchmark.kilobytes = Integer.parseInt(kilobytes);
            benchmark.speaking = true;
            benchmark.start();
            for (String language : List.of("de", "es", "fr")) {
                measure(kilobytes, language, benchmark);
            }
            benchmark.stop();
        }
        System.exit(sink == 0 ? 1 : 0);
    }

    private static void measure(String kilobytes, String language, PipelineBenchmark benchmark) {
        int times = Math.max(50, 40_000 / Integer.parseInt(kilobytes));
        for (int i = 0; i < 4; i++) {
            cpu(benchmark, null, times);
            cpu(benchmark, language, times);
        }
        double[] ratios = new double[PAIRS];
        double[] english = new double[PAIRS];
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean first = pair % 2 == 0;
            double one = cpu(benchmark, first ? null : language, times);
            double other = cpu(benchmark, first ? language : null, times);
            english[pair] = first ? one : other;
            ratios[pair] = first ? other / one : one / other;
        }
        Arrays.sort(ratios);
        Arrays.sort(english);
        System.out.printf(
                "%5s kB  %s: English %.1f us a call, in the language %.3f times that (the middle of %d pairs; half of them %.3f to %.3f)%n",
                kilobytes,
                language,
                english[PAIRS / 2],
                ratios[PAIRS / 2],
                PAIRS,
                ratios[PAIRS / 4],
                ratios[3 * PAIRS / 4]);
    }

    private static double cpu(PipelineBenchmark benchmark, @Nullable String language, int times) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink += benchmark.whole(language).length;
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / times;
    }
}
