package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** An embedded store that cannot write says so, and is opened anew once it can. */
@Tag("process")
@Tag("long")
class FullDiskTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void emptyDisk() {
        QuotaFile.FULL.set(false);
    }

    private static Status health(Scene scene) {
        return Objects.requireNonNull(new StoreHealth(scene.store).health()).getStatus();
    }

    private static double gauge(Scene scene) {
        Gauge gauge = scene.meters.find("cervical.cds.store.open").gauge();
        return gauge == null ? -1 : gauge.value();
    }

    @Test
    void afterAFullDiskTheStoreIsOpenedAnewAndLosesNothing() {
        QuotaFile.register();
        StoreSettings settings = StoreSettings.in(folder)
                .with(new StoreSettings.Place("jdbc:h2:quota:" + folder.resolve("full"), null, null));
        try (Scene scene = new Scene(settings)) {
            scene.awaitOpen();
            assertThat(health(scene)).isEqualTo(Status.UP);
            assertThat(gauge(scene)).isEqualTo(1);
            scene.keep(Scene.accepted("before", NOON, "s"));

            QuotaFile.FULL.set(true);
            assertThatThrownBy(() -> scene.keep(Scene.accepted("lost", NOON, "s")))
                    .isInstanceOf(StoreUnavailableException.class);
            scene.record(scene.call("P1"), Scene.shown("card", Indicator.WARNING, "waits", "Condition/1"));
            Scene.await(() -> health(scene).equals(Status.OUT_OF_SERVICE));
            assertThat(gauge(scene)).isZero();
            assertThat(scene.store.problem()).isPresent();

            QuotaFile.FULL.set(false);
            Scene.await(() -> health(scene).equals(Status.UP));
            assertThat(gauge(scene)).isEqualTo(1);
            assertThat(scene.keep(Scene.accepted("after", NOON, "s"))).isEqualTo(1);
            scene.awaitWritten();
            assertThat(scene.query("select card from feedback order by card")).containsExactly("after", "before");
            assertThat(scene.query("select uuid from sent_card")).containsExactly("waits");
        }
    }

    @Test
    void aSecondInstanceOnOneFolderIsNotReadyAndSaysWhy() throws Exception {
        try (Child first = Child.start(StoreSettings.in(folder), "hold")) {
            assertThat(first.line()).isEqualTo("open");
            try (Scene second = new Scene(StoreSettings.in(folder))) {
                Scene.await(() -> health(second).equals(Status.OUT_OF_SERVICE));
                assertThat(second.store.problem()).hasValueSatisfying(why -> assertThat(why)
                        .contains("another process has the database file open"));
                first.kill();
                Scene.await(() -> health(second).equals(Status.UP));
            }
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNotReadyAndSaysWhy() {
        try (Scene made = new Scene(StoreSettings.in(folder))) {
            made.awaitOpen();
        }
        StoreSettings settings = StoreSettings.in(folder)
                .with(new StoreSettings.Place(
                        "jdbc:h2:file:" + folder.resolve("cervical-cds") + ";ACCESS_MODE_DATA=r", "sa", ""));
        try (Scene scene = new Scene(settings)) {
            Scene.await(() -> health(scene).equals(Status.OUT_OF_SERVICE));
            assertThat(scene.store.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("cannot be written"));
            assertThat(scene.store.isOpen()).isFalse();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNotReady() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file");
        try (Scene scene = new Scene(StoreSettings.in(file))) {
            Scene.await(() -> health(scene).equals(Status.OUT_OF_SERVICE));
        }
    }

    @Test
    void filesAndFolderAreForTheirOwnerOnly() throws IOException {
        Path data = folder.resolve("data");
        try (Scene scene = new Scene(StoreSettings.in(data))) {
            scene.awaitOpen();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("cervical-cds.mv.db"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aFolderOfOthersKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("of-somebody-else"), "");
        try (Scene scene = new Scene(StoreSettings.in(folder))) {
            scene.awaitOpen();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwxr-xr-x");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("cervical-cds.mv.db"))))
                    .isEqualTo("rw-------");
        }
    }
}
