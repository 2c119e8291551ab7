package org.cervicalcds.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.replay.Replay;
import org.cervicalcds.replay.ReplayComparison;
import org.cervicalcds.replay.ReplayOptions;
import org.jspecify.annotations.Nullable;

/** The command {@code replay}: what the cards would have said over the time of an export, and {@code replay compare}. */
public final class ReplayCommand {
    /** Options that take a value. */
    public static final Set<String> OPTIONS = Set.of(
            "--in",
            "--out",
            "--from",
            "--to",
            "--at",
            "--moments",
            "--supply",
            "--threads",
            "--memory",
            "--keys",
            "--salt-file",
            "--cards",
            "--overlay");

    private static final String NO_TABLES = "--no-tables";
    /** Options that take none. */
    public static final Set<String> SWITCHES = Set.of("--resume", "--csv", NO_TABLES);

    static final String USAGE = "replay  --in <export> --out <folder> (--at <instant> | --from <day> --to <day>)"
            + " [--moments encounters,orders] [--supply live|everything]\n"
            + "                [--threads <n>] [--memory <n>m|<n>g] [--keys hashed|plain] [--salt-file <file>] [--resume] [--csv] [--no-tables]"
            + " [--cards <folder>] [--overlay <folder>]\n"
            + "       replay compare <folder> <folder>";

    private ReplayCommand() {}

    /** Says that two finished replays are to be compared, for which no content is needed. */
    static boolean isComparison(Arguments arguments) {
        return !arguments.plain().isEmpty() && arguments.plain().get(0).equals("compare");
    }

    /** @return 1 where rates differ */
    static int compare(Arguments arguments, PrintStream out) {
        List<String> folders = arguments.plain();
        if (folders.size() != 3) {
            throw new IllegalArgumentException("replay compare wants two folders");
        }
        try {
            return ReplayComparison.print(Path.of(folders.get(1)), Path.of(folders.get(2)), out)
                    ? Commands.SOUND
                    : Commands.PROBLEMS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return 1 where files cannot be read or written */
    static int run(Content content, Arguments arguments, PrintStream out) {
        if (!arguments.plain().isEmpty()) {
            throw new IllegalArgumentException(
                    "Not understood: " + arguments.plain().get(0));
        }
        ReplayOptions options = options(arguments, content.zone());
        if (!arguments.has(NO_TABLES) && !options.parquet()) {
            out.println("The tables are written as CSV: there is no Parquet library beside the jar (docs/replay.md).");
        }
        Thread whenEnded = new Thread(() -> out.println("\nEnded before it was done; --resume goes on"));
        Runtime.getRuntime().addShutdownHook(whenEnded);
        try {
            new Replay(content, options, out, System.console() != null).run();
            return Commands.SOUND;
        } catch (IOException e) {
            out.println("The replay ended: " + e + "; --resume goes on");
            return Commands.PROBLEMS;
        } finally {
            forget(whenEnded);
        }
    }

    private static void forget(Thread whenEnded) {
        try {
            Runtime.getRuntime().removeShutdownHook(whenEnded);
        } catch (IllegalStateException e) {
            // The process ends already, and has said so.
        }
    }

    /**
     * What the command line says.
     *
     * @param zone in which days begin
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static ReplayOptions options(Arguments arguments, ZoneId zone) {
        String at = arguments.value("--at");
        Set<String> moments =
                Set.of(arguments.value("--moments", "encounters,orders").split(","));
        if (!Set.of("encounters", "orders").containsAll(moments)) {
            throw new IllegalArgumentException("--moments takes encounters, orders or both with a comma between them");
        }
        String salt = arguments.value("--salt-file");
        boolean tables = !arguments.has(NO_TABLES);
        boolean parquet = tables && Replay.canWriteParquet();
        return new ReplayOptions(
                Path.of(arguments.required("--in")),
                Path.of(arguments.required("--out")),
                at == null ? EvaluateCommand.instant(arguments.required("--from"), zone) : Instant.MIN,
                at == null ? EvaluateCommand.instant(arguments.required("--to"), zone) : Instant.MAX,
                instantOrNull(at, zone),
                moments.contains("encounters"),
                moments.contains("orders"),
                isFirst(arguments, "--supply", "live", "everything"),
                threads(arguments),
                bytes(arguments.value("--memory", "512m")),
                !isFirst(arguments, "--keys", "hashed", "plain"),
                salt == null ? null : Path.of(salt),
                arguments.has("--resume"),
                arguments.has("--csv") || tables && !parquet,
                parquet);
    }

    private static @Nullable Instant instantOrNull(@Nullable String text, ZoneId zone) {
        return text == null ? null : EvaluateCommand.instant(text, zone);
    }

    private static boolean isFirst(Arguments arguments, String option, String first, String second) {
        String value = arguments.value(option, first);
        if (!value.equals(first) && !value.equals(second)) {
            throw new IllegalArgumentException(option + " takes " + first + " or " + second);
        }
        return value.equals(first);
    }

    private static int threads(Arguments arguments) {
        String value = arguments.value("--threads");
        int threads = value == null ? Runtime.getRuntime().availableProcessors() : (int) number(value, "--threads");
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("--threads takes a number from 1 to 1024");
        }
        return threads;
    }

    private static long bytes(String memory) {
        String lower = memory.toLowerCase(Locale.ROOT);
        int shift = lower.endsWith("g") ? 30 : lower.endsWith("m") ? 20 : 0;
        long number = number(shift == 0 ? lower : lower.substring(0, lower.length() - 1), "--memory");
        if (number < 1 || number > 1L << 40) {
            throw new IllegalArgumentException("--memory takes bytes, or a number with m or g behind it");
        }
        return number << shift;
    }

    private static long number(String text, String option) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a number, not " + text, e);
        }
    }
}
