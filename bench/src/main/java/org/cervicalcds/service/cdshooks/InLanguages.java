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
 * <p>Measured is the one stage that depends on the language, from the chart to the bytes of the reply, in English and in the languages in
 * turn, by CPU time of the thread. Compared is the quickest tenth of each: the others tell what else the machine did.
 */
public final class InLanguages {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<String> LANGUAGES = List.of("de", "es", "fr");
    private static final int ROUNDS = 200;
    private static final int FIRST = -20;
    private static int sink;

    private InLanguages() {}

    /** Prints a line for each body and language; the arguments are lengths of the bodies in kB. */
    public static void main(String[] args) throws IOException {
        for (String kilobytes : args) {
            PipelineBenchmark benchmark = new PipelineBenchmark();
            benchmark.kilobytes = Integer.parseInt(kilobytes);
            benchmark.speaking = true;
            benchmark.start();
            measure(Integer.parseInt(kilobytes), benchmark);
            benchmark.stop();
        }
        System.exit(sink == 0 ? 1 : 0);
    }

    private static void measure(int kilobytes, PipelineBenchmark benchmark) {
        int times = Math.max(50, 7_500 / kilobytes);
        double[] whole = new double[ROUNDS];
        double[] english = new double[ROUNDS];
        double[][] languages = new double[LANGUAGES.size()][ROUNDS];
        for (int round = FIRST; round < ROUNDS; round++) {
            int kept = Math.max(0, round);
            whole[kept] = cpu(times, () -> benchmark.whole(null));
            english[kept] = cpu(times, () -> benchmark.worded(null));
            for (int i = 0; i < LANGUAGES.size(); i++) {
                String language = LANGUAGES.get(i);
                languages[i][kept] = cpu(times, () -> benchmark.worded(language));
            }
        }
        double call = quickest(whole);
        for (int i = 0; i < LANGUAGES.size(); i++) {
            double more = quickest(languages[i]) - quickest(english);
            System.out.printf(
                    "%5d kB  %s: a whole call %.1f us, its words in English %.1f us, in the language %.1f us more, %.1f %% of the call%n",
                    kilobytes, LANGUAGES.get(i), call, quickest(english), more, 100 * more / call);
        }
    }

    private static double quickest(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[ROUNDS / 10];
    }

    private static double cpu(int times, Supplier<byte[]> work) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink += work.get().length;
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / times;
    }
}
