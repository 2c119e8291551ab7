package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder of the release before opens: four calls without a token, of which three were answered with a card; one was overridden. */
class ReleaseDataTest {
    private static final String CARD = "602eb5d7-c4e0-46bd-ae43-2384b14673dd";

    private static void unpack(String release, Path folder) throws IOException {
        InputStream stored =
                Objects.requireNonNull(ReleaseDataTest.class.getResourceAsStream("/release-data/" + release + ".zip"));
        try (ZipInputStream zip = new ZipInputStream(stored)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, folder.resolve(entry.getName()));
            }
        }
    }

    @Test
    void itOpensAndKeepsEverythingButTheSnoozesOfBefore(@TempDir Path folder) throws IOException {
        unpack("0a758b5", folder);
        try (Scene scene = new Scene(StoreSettings.in(folder))) {
            scene.awaitOpen();
            Caller nobody = new Caller("anonymous", "", "", true);
            assertThat(scene.query("select count(*), min(tenant), min(fhir_server) from hook_call"))
                    .containsExactly("4", "", "");
            assertThat(scene.query("select reason_code, user_comment, tenant from feedback"))
                    .containsExactly("specialist-plan", "kept by the release before", "");
            assertThat(scene.store.statistics().known("anonymous", CARD))
                    .hasValueSatisfying(known -> assertThat(known.card()).isEqualTo("as-cervical-fracture-risk"));
            List<CardCounts> counts = scene.store
                    .statistics()
                    .cards(new StatisticsScope(
                            new Span(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 12, 31)),
                            "as-cervical-fracture-risk",
                            ""));
            assertThat(counts.stream().mapToLong(CardCounts::shown).sum()).isEqualTo(3);
            assertThat(counts.stream().mapToLong(CardCounts::overridden).sum()).isEqualTo(1);
            assertThat(counts.stream().mapToLong(CardCounts::suppressed).sum()).isEqualTo(1);

            Call call = scene.store.call(nobody, "cervical-patient-view", "patient-view", "i", "p1", "e1");
            Candidate info = new Candidate("as-cervical-fracture-risk", Indicator.INFO, List.of("Condition/c1"));
            assertThat(scene.store.suppressed(call, List.of(info)))
                    .as("a snooze without tenant and FHIR base ended at the upgrade")
                    .isEmpty();
            scene.record(call, Scene.shown("as-cervical-fracture-risk", Indicator.INFO, "new", "Condition/c1"));
            scene.awaitWritten();
            scene.store.keep(
                    nobody,
                    "cervical-patient-view",
                    List.of(Scene.overridden("new", "already-addressed", scene.clock.instant())));
            assertThat(scene.store.suppressed(
                            scene.store.call(nobody, "cervical-patient-view", "patient-view", "j", "p1", "e1"),
                            List.of(info)))
                    .containsOnlyKeys("as-cervical-fracture-risk");
        }
    }
}
