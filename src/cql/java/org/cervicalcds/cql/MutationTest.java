package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lines of the cards and findings are missed when they are taken away. A sample of lines and vignettes by itself; all lines with all
 * vignettes by {@code -Dcql.mutation=1 -Dcql.every=1}. What was not missed is written to a file.
 */
class MutationTest {
    private static final Path LEFT = Path.of("target", "cql-not-missed.txt");

    /** Written by hand, or with tests of their own. */
    private static final Set<String> WITH_OWN_TESTS = Set.of("CervicalChart", "CervicalCodes", "CervicalDrugDays");

    /** Every so many-th line is taken away. */
    private static final int LINES = Integer.getInteger("cql.mutation", 40);

    /** The first of them: whoever wants all starts as many JVMs as there are processors. */
    private static final int FIRST = Integer.getInteger("cql.first", 0);

    /** A file of lines that were not missed before: only these are taken away. */
    private static final @Nullable String ONLY = System.getProperty("cql.only");

    /** Every so many-th vignette is played. */
    private static final int VIGNETTES = Integer.getInteger("cql.every", 30);

    /** So many charts are put together from all vignettes. */
    private static final int MIXED = Integer.getInteger("cql.charts", 20);

    /** So many changes of each of some vignettes are played that have the finding of a line that was not missed. */
    private static final int VARIED = Integer.getInteger("cql.varied", 25);

    /** So often the findings are assigned for each finding and tier of which a line was not missed. */
    private static final int ASSIGNED = Integer.getInteger("cql.assigned", 2);

    @Test
    void linesAreMissed() throws IOException {
        ShippedCql cql = ShippedCql.read();
        Content content = cql.content();
        List<String> generated = cql.cards().cql().keySet().stream()
                .filter(name -> !WITH_OWN_TESTS.contains(name))
                .sorted()
                .toList();
        Mutations mutations = new Mutations(cql, generated, LINES, FIRST);
        if (ONLY != null) {
            mutations.keepOnly(Files.readString(Path.of(ONLY)));
        }
        int all = mutations.left().size();
        List<Vignette> vignettes = VignetteFiles.read(content);
        MixedCharts mixed = new MixedCharts(vignettes, 1);
        int left = EngineCheck.inZoneOf(content, () -> {
            for (int i = 0; i < vignettes.size(); i += VIGNETTES) {
                mutations.play(vignettes.get(i));
            }
            for (int i = 0; i < MIXED; i++) {
                mutations.play(mixed.next(i));
            }
            print("mixed charts", mutations);
            AssignedFindings assigned = new AssignedFindings(cql, 1);
            mutations.assign(assigned, cql.fidelity(assigned.content()), mixed, vignettes, ASSIGNED);
            print("assigned findings", mutations);
            mutations.vary(vignettes, VARIED);
            return mutations.left().size();
        });
        print("single changes", mutations);
        Files.writeString(
                LEFT,
                mutations.left().stream()
                        .map(taken -> taken + ": " + mutations.seen(taken).words + ": "
                                + taken.line().text())
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n")));
        System.out.println(all - left + " of " + all + " lines taken away are missed; the others are in " + LEFT);
        if (ONLY == null) {
            assertThat(all - left).isGreaterThanOrEqualTo(all / 2);
        }
    }

    private static void print(String played, Mutations mutations) {
        System.out.println(mutations.left().size() + " lines are not missed after " + played);
    }
}
