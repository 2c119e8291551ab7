package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.sql.DataSource;
import org.cervicalcds.service.store.database.Address;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The store comes up from settings, with or without its database. */
@Tag("database")
class StoreConfigurationTest {
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(StoreConfiguration.class)
            // the build gives every test application a database in memory
            .withPropertyValues("cervical-cds.database.url=");

    @TempDir
    Path data = Path.of("");

    @Test
    void byDefaultItIsAFileInTheDataFolder() {
        context.withPropertyValues("cervical-cds.data=" + data).run(started -> {
            Store store = started.getBean(Store.class);
            assertThat(store.keep(Caller.of("c"), "s", List.of(Scene.accepted("u", null, "s"))))
                    .isEqualTo(1);
            assertThat(data.resolve("cervical-cds.mv.db")).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("patient-key"))))
                    .isEqualTo("rw-------");
            assertThat(started).doesNotHaveBean(DataSource.class);
        });
        assertThat(data.resolve("cervical-cds.trace.db")).doesNotExist();
    }

    @Test
    void theUrlMayAlsoBeGivenAsSpringHasIt() {
        StoreSettings.Place place =
                TestDatabase.postgresPlace(TestDatabase.postgresPort(), TestDatabase.freshPostgres());
        context.withPropertyValues(
                        "cervical-cds.data=" + data,
                        "cervical-cds.database.url=",
                        "cervical-cds.patient-key-secret=a secret of sixteen or more",
                        "spring.datasource.url=" + place.url(),
                        "spring.datasource.username=postgres",
                        "spring.datasource.password=postgres")
                .run(started -> {
                    assertThat(started.getBean(Store.class)
                                    .keep(Caller.of("c"), "s", List.of(Scene.accepted("u", null, "s"))))
                            .isEqualTo(1);
                    assertThat(started.getBean(StoreSettings.class).database().url())
                            .isEqualTo(place.url());
                });
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void anUnreachableDatabaseKeepsNothingFromStarting() {
        context.withPropertyValues(
                        "cervical-cds.data=" + data, "cervical-cds.database.url=jdbc:postgresql://localhost:1/none")
                .run(started -> {
                    assertThat(started).hasNotFailed();
                    Store store = started.getBean(Store.class);
                    assertThat(store.isOpen()).isFalse();
                    assertThat(store.suppressed(store.call(Caller.of("c"), "s", "h", "i", "P1", null), List.of()))
                            .isEmpty();
                    assertThatThrownBy(() -> store.keep(Caller.of("c"), "s", List.of(Scene.accepted("u", null, "s"))))
                            .isInstanceOf(StoreUnavailableException.class);
                });
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        refused("cervical-cds.database.url=jdbc:mysql://localhost/x", "jdbc:postgresql: or jdbc:h2:");
        refused("cervical-cds.patient-key-secret=short", "at least 16 characters");
        refused("cervical-cds.retention-days=0", "at least 1");
        refused("cervical-cds.decision-queue=0", "at least 1");
    }

    private void refused(String setting, String message) {
        context.withPropertyValues("cervical-cds.data=" + data, setting)
                .run(started -> assertThat(started).getFailure().rootCause().hasMessageContaining(message));
    }

    @Test
    void settingsDoNotPrintSecrets() {
        StoreSettings settings = new StoreSettings(
                data,
                400,
                "a secret of sixteen",
                10,
                new StoreSettings.Place("jdbc:postgresql://h/d?password=hidden", "u", "hidden"),
                new StoreSettings.Quiet(false, java.time.Duration.ofMillis(50), false),
                StoreSettings.Backup.NONE);
        assertThat(settings + " " + settings.database() + " " + Address.of(settings))
                .doesNotContain("secret of", "hidden");
    }
}
