package org.cervicalcds.service.cdshooks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The stages of {@link PipelineBenchmark} in CPU time of the thread and bytes allocated, which a busy machine distorts less than the clock. */
public final class Stages {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int RUNS = 7;
    private static Object sink = "";

    private Stages() {}

    /** Prints a table; the arguments are the lengths of the bodies in kB. */
    public static void main(String[] args) throws IOException {
        for (String kilobytes : args) {
            PipelineBenchmark benchmark = new PipelineBenchmark();
            benchmark.kilobytes = Integer.parseInt(kilobytes);
            benchmark.start();
            Map<String, Supplier<Object>> stages = new LinkedHashMap<>();
            stages.put("tokens", benchmark::tokens);
            stages.put("reader", benchmark::reader);
            stages.put("reader and chart", benchmark::chart);
            stages.put("findings and cards", benchmark::cards);
            stages.put("writer", benchmark::writer);
            stages.put("whole", benchmark::wholePipeline);
            stages.forEach((name, stage) -> measure(kilobytes, name, stage));
            benchmark.stop();
        }
        System.exit(sink == null ? 1 : 0);
    }

    private static void measure(String kilobytes, String name, Supplier<Object> stage) {
        int times = Math.max(50, 100_000 / Integer.parseInt(kilobytes));
        for (int i = 0; i < 3 * times; i++) {
            sink = stage.get();
        }
        double best = Double.MAX_VALUE;
        long bytes = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                sink = stage.get();
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / times);
            bytes = Math.min(bytes, (THREADS.getCurrentThreadAllocatedBytes() - allocated) / times);
        }
        System.out.printf("%5s kB  %-20s %10.1f us %8d kB%n", kilobytes, name, best, bytes / 1000);
    }
}
