package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.cervicalcds.service.store.database.Address;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that was acknowledged is on the disk, however the server is set. */
@Tag("database")
class DurabilityTest {

    @Test
    void aServerThatDoesNotWaitIsMadeToWaitForFeedback(@TempDir Path folder) {
        Address address = Address.of(TestDatabase.POSTGRESQL.fresh(folder));
        try (Database database = new Database(address, Duration.ofSeconds(5), Duration.ofSeconds(1), () -> {})) {
            database.start();
            Scene.await(database::isOpen);
            // The test server is set to "off".
            assertThat(database.inTransaction(() -> commitSetting(database))).isEqualTo("off");
            assertThat(database.durably(() -> commitSetting(database))).isEqualTo("on");
            assertThat(database.inTransaction(() -> commitSetting(database))).isEqualTo("off");
        }
    }

    private static String commitSetting(Database database) {
        return database.client()
                .sql("select current_setting('synchronous_commit')")
                .query(String.class)
                .single();
    }

    @Test
    void h2WritesEveryCommitAtOnce(@TempDir Path folder) {
        try (Scene scene = Scene.on(TestDatabase.H2, folder)) {
            assertThat(scene.query(
                            "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'"))
                    .containsExactly("0");
        }
    }
}
