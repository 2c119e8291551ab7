package org.cervicalcds.service.insights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.testkit.MovingClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A month of a clinic over real HTTP: the page tells what happened, settled cards come back on their day, and a broken value set is seen. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulatedMonthTest {
    private static final int DAYS = 28;

    /** A Monday, in the month after that for which the people were made. */
    private static final Instant START = Instant.parse("2025-07-07T09:00:00Z");

    /** A busy machine must not make settled cards come back. */
    private static final String PATIENT = "cervical-cds.quiet.look-up-budget=20s";

    private final MovingClock clock = new MovingClock(START);
    private Path data;
    private Clinic clinic;
    private Month month;
    private long monthCalls;
    private long opened;

    @BeforeAll
    void playTheMonth(@TempDir Path folder) throws InterruptedException {
        data = folder;
        clinic = new Clinic(data.resolve("record"), clock, PATIENT);
        month = new Month(clock, clinic.bean(Content.class).overrideReasons());
        for (int day = 0; day < DAYS; day++) {
            month.day(clinic);
        }
        monthCalls = month.calls();
    }

    @AfterAll
    void close() {
        clinic.close();
    }

    @Test
    @Order(1)
    void thePageEqualsAnIndependentCount() {
        LocalDate last = START.atZone(ZoneOffset.UTC).toLocalDate().plusDays(DAYS - 1L);
        DashboardNumbers page =
                DashboardNumbers.of(clinic.get("/insights?from=" + last.minusDays(DAYS - 1L) + "&to=" + last));
        assertThat(page.cards()).isEqualTo(Month.rows(month.cards));
        assertThat(page.weeks()).isEqualTo(Month.rows(month.weeks));
        assertThat(page.groups()).isEqualTo(Month.rows(month.groups));
        assertThat(page.reasons()).isEqualTo(month.why);
        assertThat(page.sums().get("suppressed")).isEqualTo(month.suppressed);
        // That there was something to count.
        assertThat(monthCalls).isGreaterThan(3000);
        assertThat(month.repeats).isGreaterThan(50);
        assertThat(month.suppressed).isGreaterThan(50);
        assertThat(page.sums().get("accepted")).isGreaterThan(100);
        assertThat(page.weeks()).hasSize(4);
        assertThat(clinic.bean(DriftWatch.class).look()).as("no false alarm").isEmpty();
    }

    @Test
    @Order(2)
    void valueSetThatWasBrokenIsSeenWithinADay() throws InterruptedException {
        try (Clinic broken =
                new Clinic(data.resolve("record"), clock, PATIENT, "cervical-cds.cards=" + withBrokenValueSet())) {
            month.moveOn();
            month.day(broken);
            clock.move(Duration.ofHours(-12));
            assertThat(broken.bean(DriftWatch.class).look()).anySatisfy(drift -> {
                assertThat(drift.card()).isEqualTo("neck-pain-red-flags");
                assertThat(drift.direction()).isEqualTo(Drift.Direction.HALVED);
                assertThat(drift.days()).isEqualTo(1);
            });
            assertThat(broken.get("/insights")).contains("data-testid=\"drift\"");
            clock.move(Duration.ofHours(12));
        }
    }

    /** The content without the usual codes of neck pain and stiffness: what spasm and the like tell is still seen. */
    private String withBrokenValueSet() {
        Path target = data.resolve("broken-cards");
        Path source = Path.of("cds-cards");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                String text = Files.readString(file);
                Files.writeString(
                        copy,
                        file.endsWith("dx-neck-pain.yaml") || file.endsWith("dx-neck-stiffness.yaml")
                                ? text.replaceAll("(?m)^ *\"(81680005|1121000119107)\":.*\\R", "")
                                        .replace("161882006", "279029001")
                                        .replace("M54.2", "M99.2")
                                : text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toString();
    }

    private static final String SPONDYLITIS = condition("c1", "M45.2", "2001-01-01");

    private static String condition(String id, String code, String onset) {
        return "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"" + id
                + "\",\"code\":{\"coding\":[{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"" + code
                + "\"}]},\"onsetDateTime\":\"" + onset + "\"}}";
    }

    /** Indicators and uuids of the fracture card that opening this chart shows. */
    private List<JsonNode> open(String patient, String... conditions) {
        JsonNode answer = clinic.post(
                Clinic.SERVICE,
                "{\"hook\":\"patient-view\",\"hookInstance\":\"" + UUID.randomUUID()
                        + "\",\"context\":{\"userId\":\"Practitioner/1\",\"patientId\":\"" + patient
                        + "\"},\"prefetch\":{\"patient\":{\"resourceType\":\"Patient\",\"id\":\"" + patient
                        + "\",\"birthDate\":\"1960-01-01\"},\"conditions\":{\"resourceType\":\"Bundle\",\"entry\":["
                        + String.join(",", conditions) + "]}}}");
        opened++;
        List<JsonNode> cards = new ArrayList<>();
        for (JsonNode card : answer.get("cards")) {
            if (card.get("source").get("topic").get("code").asString().equals("as-cervical-fracture-risk")) {
                cards.add(card);
            }
        }
        return cards;
    }

    private void override(String patient, String reason, String tier, String... conditions)
            throws InterruptedException {
        JsonNode card = open(patient, conditions).get(0);
        assertThat(card.get("indicator").asString()).isEqualTo(tier);
        clinic.awaitWritten(monthCalls + opened);
        clinic.post(
                Clinic.SERVICE + "/feedback",
                "{\"feedback\":[{\"card\":\"" + card.get("uuid").asString()
                        + "\",\"outcome\":\"overridden\",\"overrideReason\":{\"reason\":{\"code\":\"" + reason
                        + "\"}}}]}");
    }

    @Test
    @Order(3)
    void settledCardsComeBackExactlyWhenTheyShould() throws InterruptedException {
        Instant start = clock.instant();
        Map<String, Integer> lengths =
                Map.of("already-addressed", 30, "diagnosis-incorrect", 365, "specialist-plan", 180);
        String bones = condition("c2", "M81.0", "2020-01-01");
        for (String reason : lengths.keySet()) {
            override("snooze-" + reason, reason, "warning", SPONDYLITIS, bones);
        }
        lengths.forEach((reason, days) -> {
            String patient = "snooze-" + reason;
            Instant end = start.plus(Duration.ofDays(days));
            clock.set(end.minus(Duration.ofDays(1)));
            assertThat(open(patient, SPONDYLITIS, bones)).as("a day before").isEmpty();
            clock.set(end.minusSeconds(1));
            assertThat(open(patient, SPONDYLITIS, bones)).as("the last second").isEmpty();
            clock.set(end.minus(Duration.ofDays(2)));
            assertThat(open(patient, condition("c9", "M45.4", "2003-01-01"), SPONDYLITIS, bones))
                    .as("new evidence")
                    .hasSize(1);
            String lately = LocalDate.now(clock).minusDays(2).toString();
            assertThat(open(
                            patient,
                            SPONDYLITIS,
                            bones,
                            condition("c4", "W01.0XXA", lately),
                            condition("c5", "M54.2", lately)))
                    .as("a higher tier")
                    .singleElement()
                    .satisfies(
                            card -> assertThat(card.get("indicator").asString()).isEqualTo("critical"));
            assertThat(open("somebody-else", SPONDYLITIS, bones))
                    .as("another patient")
                    .hasSize(1);
            clock.set(end);
            assertThat(open(patient, SPONDYLITIS, bones)).as("when it ends").hasSize(1);
            clock.set(end.plus(Duration.ofDays(1)));
            assertThat(open(patient, SPONDYLITIS, bones)).as("a day after").hasSize(1);
        });
    }

    @Test
    @Order(4)
    void criticalCardStaysAwayOnlyWhereTheReasonSaysSoAndForADay() throws InterruptedException {
        String lately = LocalDate.now(clock).minusDays(2).toString();
        String[] fall = {
            SPONDYLITIS,
            condition("c3", "M43.22", "2015-01-01"),
            condition("c4", "W01.0XXA", lately),
            condition("c5", "M54.2", lately)
        };
        override("critical-1", "already-addressed", "critical", fall);
        assertThat(open("critical-1", fall)).as("never for this reason").hasSize(1);
        override("critical-2", "already-imaged", "critical", fall);
        clock.move(Duration.ofHours(23));
        assertThat(open("critical-2", fall)).as("for a day").isEmpty();
        clock.move(Duration.ofHours(1));
        assertThat(open("critical-2", fall)).as("not longer").hasSize(1);
    }
}
