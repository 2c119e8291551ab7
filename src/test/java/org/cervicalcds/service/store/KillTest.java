package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Feedback that was acknowledged is there after the process was killed in the middle of its work. */
@Tag("database")
@Tag("process")
class KillTest {
    private static final int BEFORE_THE_KILL = 100;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void everythingAcknowledgedIsThereOnce(TestDatabase database, @TempDir Path folder) throws Exception {
        StoreSettings settings = database.fresh(folder);
        List<String> acknowledged = new ArrayList<>();
        // A file must also bear being killed after it recovered; a server does not notice.
        int rounds = database == TestDatabase.H2 ? 2 : 1;
        for (int round = 0; round < rounds; round++) {
            try (Child child = Child.start(settings, "write-" + round)) {
                assertThat(child.line()).isEqualTo("open");
                for (int i = 0; i < BEFORE_THE_KILL; i++) {
                    acknowledged.add(child.line());
                }
                child.kill();
                // What it had said and we had not read counts, too.
                for (String line = child.line(); !line.isEmpty(); line = child.line()) {
                    acknowledged.add(line);
                }
            }
        }
        assertThat(acknowledged)
                .hasSizeGreaterThanOrEqualTo(rounds * BEFORE_THE_KILL)
                .doesNotContain("");
        try (Scene scene = new Scene(settings)) {
            scene.awaitOpen();
            Map<String, Long> rows = scene.query("select card from feedback").stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(acknowledged).allSatisfy(id -> assertThat(rows).containsEntry(id, 2L));
            rows.remove("open");
            assertThat(rows.values()).as("a batch is there whole or not at all").containsOnly(2L);
        }
    }
}
