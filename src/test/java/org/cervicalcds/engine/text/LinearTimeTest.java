package org.cervicalcds.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Time grows with the length of a text only, whatever is written in it: every phrase of the content against texts that are made to slow a
 * search down. Measured in CPU time on the matcher itself, which knows no limit of length.
 */
@Tag("long")
class LinearTimeTest {
    private static final int[] LENGTHS = {20_000, 40_000, 80_000, 160_000};

    /** Eight times the length may take so many times as long; a quadratic search takes 64 times. */
    private static final double MOST = 20;

    /** What takes less than this for the longest text is fast enough to be no danger, and too fast to be measured. */
    private static final double MILLISECONDS = 50;

    /** "-Dlinear.figures=file": each text is measured at all lengths, and the file gets a line for the slowest of each list. */
    private static final @Nullable String FIGURES = System.getProperty("linear.figures");

    static Set<String> lists() {
        return ContentLanguage.phrases().keySet();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_search_takes_time_that_grows_with_the_length(String list) throws IOException {
        List<Wording.Source> sources =
                Objects.requireNonNull(ContentLanguage.phrases().get(list));
        // At once on all processors: what is measured is the time of each thread.
        List<Wording> both = Stream.of(false, true)
                .map(listsNegated -> new Wording(sources, false, listsNegated, ContentLanguage.ALL))
                .toList();
        List<Growth> all = pieces(sources).parallelStream()
                .flatMap(piece -> both.stream().map(wording -> growth(wording, piece)))
                .toList();
        if (FIGURES != null) {
            Growth slowest =
                    all.stream().max(Comparator.comparing(Growth::longest)).orElseThrow();
            Files.writeString(
                    Path.of(FIGURES),
                    "%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%s%n"
                            .formatted(
                                    list,
                                    sources.size(),
                                    all.size(),
                                    slowest.times[0],
                                    slowest.times[1],
                                    slowest.times[2],
                                    slowest.times[3],
                                    slowest.piece.replace("\n", "\\n")),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        assertThat(all)
                .hasSizeGreaterThan(40)
                .filteredOn(Growth::growsTooFast)
                .extracting(Growth::toString)
                .isEmpty();
    }

    /** How long a search took in the piece repeated to each length, in milliseconds. */
    private record Growth(String piece, double[] times) {
        double longest() {
            return times[3];
        }

        boolean growsTooFast() {
            return times[3] > MILLISECONDS && times[3] > MOST * times[0];
        }

        @Override
        public String toString() {
            return "'%s': %.1f ms at 20,000, %.1f ms at 160,000 characters".formatted(piece, times[0], times[3]);
        }
    }

    /** The texts that stopped the service, and others of each kind: negated again and again, begun and never ended, one endless word. */
    private static Set<String> pieces(List<Wording.Source> sources) {
        Set<String> pieces = new LinkedHashSet<>(List.of(
                "no bamboo spine ",
                "ankylosed ",
                "fused sacroiliac ",
                "no ",
                "not cannot be ",
                "family history: ",
                "mother: ",
                "fracture? ",
                "and ",
                "no change of ",
                "cannot be entirely ",
                "a\n",
                "a\n\n",
                "heading: no ",
                "a: ",
                "a-",
                "x",
                "a\u0301\u0316",
                "'s",
                "\u00a0",
                ". "));
        for (Wording.Source source : sources) {
            for (String sample : samples(source.phrase())) {
                pieces.add(sample + " ");
                pieces.add("no " + sample + " ");
                pieces.add(sample + " excluded ");
                pieces.add(sample.substring(0, Math.max(1, sample.length() - 1)));
                pieces.add(sample);
                if (source.then() != null) {
                    samples(source.then()).forEach(then -> pieces.add(then + " " + sample + " "));
                }
                if (source.notAbout() != null) {
                    samples(source.notAbout()).forEach(other -> pieces.add(sample + " " + other + " "));
                }
            }
        }
        return pieces;
    }

    /** Two texts that an expression matches or nearly matches: everything left out that may be, and nothing. */
    private static Set<String> samples(String expression) {
        Set<String> samples = new LinkedHashSet<>();
        for (boolean all : new boolean[] {false, true}) {
            String text = expression.replaceAll("\\(\\?[-a-z]*:", "(");
            for (int i = 0; i < 20 && text.contains("("); i++) {
                text = text.replaceAll("\\(([^()|]*)[^()]*\\)\\?", all ? "$1" : "")
                        .replaceAll("\\(([^()|]*)[^()]*\\)(?!\\?)", "$1");
            }
            for (String alternative : text.split("\\|")) {
                samples.add(alternative
                        .replaceAll("\\[\\^?(.)[^]]*]", "$1")
                        .replaceAll("\\\\[wds]", "e")
                        .replaceAll("[*+?]|\\{[^}]*}|\\\\.", ""));
            }
        }
        samples.remove("");
        return samples;
    }

    /** The longest at once: most are so fast that nothing shorter needs to be measured, nor a second time. */
    private static Growth growth(Wording wording, String piece) {
        double[] times = new double[LENGTHS.length];
        String longest = piece.repeat(LENGTHS[3] / piece.length() + 1);
        times[3] = milliseconds(wording, longest, 1);
        if (FIGURES == null && times[3] < MILLISECONDS) {
            return new Growth(piece, times);
        }
        for (int i = 0; i < LENGTHS.length; i++) {
            times[i] = milliseconds(wording, piece.repeat(LENGTHS[i] / piece.length() + 1), 3);
        }
        return new Growth(piece, times);
    }

    /** The shortest of some. */
    private static double milliseconds(Wording wording, String text, int rounds) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            FreeText fresh = FreeText.of(text);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            wording.isFoundIn(fresh);
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return best / 1e6;
    }

    /** A proof that the measure sees what it is made to see: the search as it was, from each match back to the start of its sentence. */
    @Test
    void the_measure_sees_quadratic_growth() {
        java.util.regex.Pattern old = java.util.regex.Pattern.compile("ankylos(ed|is)\\b[^.;:\\n]*\\bspine");
        Map<Integer, Double> times = new java.util.TreeMap<>();
        for (int length : new int[] {5_000, 40_000, 5_000, 40_000}) {
            String text = "ankylosed ".repeat(length / 10);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertThat(old.matcher(text).find()).isFalse();
            times.merge(
                    length, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6, Math::min);
        }
        assertThat(times.get(40_000)).isGreaterThan(MOST * Objects.requireNonNull(times.get(5_000)));
    }
}
