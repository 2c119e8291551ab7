package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.Backups;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.testkit.MovingClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the embedded database that was made while it was written to is a database of its own. */
final class BackupTest {
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    Path folder;

    private Scene scene(Path data, MovingClock clock) {
        Scene scene = new Scene(
                StoreSettings.in(data)
                        .with(new StoreSettings.Quiet(false, Duration.ofSeconds(5), false))
                        .with(new StoreSettings.Backup(folder.resolve("copies").toString(), DAY, 2)),
                clock);
        scene.awaitOpen();
        return scene;
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("copies"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void unpack(Path zip, Path data) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Files.copy(in, data.resolve(entry.getName()));
            }
        }
    }

    @Test
    void whatWasKeptBeforeTheCopyIsInIt() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Path copy;
        try (Scene scene = scene(data, Scene.clock())) {
            String card = scene.sent(scene.call("P1"), "neck", Indicator.WARNING);
            scene.keep(Scene.overridden(card, "already-addressed", scene.clock.instant()));
            AtomicBoolean enough = new AtomicBoolean();
            Thread beside = new Thread(() -> {
                for (int i = 0; !enough.get(); i++) {
                    scene.record(scene.call("Q" + i), Scene.shown("neck", Indicator.INFO, "u" + i));
                }
            });
            beside.start();
            copy = Objects.requireNonNull(scene.store.backups().copyIfDue());
            enough.set(true);
            beside.join();
        }
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        unpack(copy, restored);
        Files.copy(data.resolve("patient-key"), restored.resolve("patient-key"));

        try (Scene again = scene(restored, Scene.clock())) {
            assertThat(again.query("select count(*) from feedback")).containsExactly("1");
            assertThat(again.query("select reason_code from feedback")).containsExactly("already-addressed");
            Candidate card = new Candidate("neck", Indicator.WARNING, List.of());
            assertThat(again.store.suppressed(again.call("P1"), List.of(card))).isNotEmpty();
            assertThat(again.store.suppressed(again.call("P2"), List.of(card))).isEmpty();
        }
    }

    @Test
    void oneADayIsMadeAndTheLastOnesAreKept() throws IOException {
        MovingClock clock = Scene.clock();
        try (Scene scene = scene(folder.resolve("data"), clock)) {
            Backups backups = scene.store.backups();
            assertThat(backups.copyIfDue()).isNotNull();
            clock.move(DAY.minusSeconds(1));
            assertThat(backups.copyIfDue()).isNull();
            clock.move(Duration.ofSeconds(1));
            assertThat(backups.copyIfDue()).isNotNull();
            clock.move(DAY);
            assertThat(backups.copyIfDue()).isNotNull();
            assertThat(copies())
                    .containsExactly("cervical-cds-20260305T100000Z.zip", "cervical-cds-20260306T100000Z.zip");
        }
        clock.move(Duration.ofHours(1));
        try (Scene restarted = scene(folder.resolve("data"), clock)) {
            assertThat(restarted.store.backups().copyIfDue()).isNull();
            assertThat(restarted.meters.get("cervical.cds.backup.age").gauge().value())
                    .isEqualTo(3600);
        }
    }

    @Test
    void aFolderThatCannotBeIsToldAndTheAgeGrows() throws IOException {
        MovingClock clock = Scene.clock();
        Files.writeString(folder.resolve("copies"), "a file");
        try (Scene scene = scene(folder.resolve("data"), clock)) {
            clock.move(Duration.ofHours(50));
            assertThatThrownBy(() -> scene.store.backups().copyIfDue()).isInstanceOf(IOException.class);
            assertThat(scene.meters.get("cervical.cds.backup.age").gauge().value())
                    .isEqualTo(50 * 3600);
        }
    }
}
