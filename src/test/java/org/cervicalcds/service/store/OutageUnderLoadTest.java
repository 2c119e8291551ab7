package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.cervicalcds.service.insights.Clinic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A PostgreSQL that is stopped in the middle of parallel hook calls costs no answer; what is lost is counted, and writing goes on once it is back. */
@Tag("database")
class OutageUnderLoadTest {
    private static final int CALLERS = 4;
    private static final int QUEUE = 200;

    /** More than the queue and a batch hold. */
    private static final int CALLS_WITHOUT_DATABASE = 1500;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    private static EmbeddedPostgres start(Path folder, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static String call(String patient) {
        return "{\"hook\":\"patient-view\",\"hookInstance\":\"" + UUID.randomUUID()
                + "\",\"context\":{\"userId\":\"Practitioner/1\",\"patientId\":\"" + patient
                + "\"},\"prefetch\":{\"patient\":{\"resourceType\":\"Patient\",\"id\":\"" + patient
                + "\",\"birthDate\":\"1960-01-01\"},\"conditions\":{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
                + "{\"resourceType\":\"Condition\",\"id\":\"c1\",\"code\":{\"coding\":[{\"system\":"
                + "\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"M45.2\"}]},\"onsetDateTime\":\"2001\"}}]}}}";
    }

    private static String feedback(String card) {
        return "{\"feedback\":[{\"card\":\"" + card + "\",\"outcome\":\"overridden\"}]}";
    }

    /** Calls until it is enough; every answer must be a 200 with the card. */
    private int callOnAndOn(Clinic clinic, int caller) {
        int calls = 0;
        while (!enough.get()) {
            JsonNode answer = clinic.post(Clinic.SERVICE, call("patient-" + caller + "-" + calls));
            assertThat(answer.get("cards").isEmpty()).isFalse();
            calls++;
            answered.incrementAndGet();
        }
        return calls;
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(90)).until(condition::getAsBoolean);
    }

    private static double decisions(Clinic clinic, String result) {
        return clinic.bean(MeterRegistry.class)
                .counter("cervical.cds.store.decisions", "result", result)
                .count();
    }

    private static long rows(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from hook_call")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void stoppedDatabaseCostsNoAnswer(@TempDir Path folder) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("org.cervicalcds.service.store");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        EmbeddedPostgres postgres = start(folder.resolve("postgres"), 0);
        int port = postgres.getPort();
        try (Clinic clinic = new Clinic(
                folder.resolve("data"),
                Clock.systemUTC(),
                "cervical-cds.database.url=jdbc:postgresql://localhost:" + port + "/postgres",
                "cervical-cds.database.username=postgres",
                "cervical-cds.quiet.look-up-budget=50ms",
                "cervical-cds.decision-queue=" + QUEUE)) {
            // The start of the service sets the loggers anew.
            logger.addAppender(log);
            await("open", clinic.bean(Store.class)::isOpen);
            List<Future<Integer>> load = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                load.add(callers.submit((Callable<Integer>) () -> callOnAndOn(clinic, number)));
            }
            await("load", () -> decisions(clinic, "written") > 200);

            postgres.close();
            int before = answered.get();
            await(
                    "answers without the database",
                    () -> stopped(load) || answered.get() > before + CALLS_WITHOUT_DATABASE);
            assertThat(clinic.status(Clinic.SERVICE + "/feedback", feedback("x")))
                    .isEqualTo(503);
            assertThat(decisions(clinic, "lost")).isPositive();

            postgres = start(folder.resolve("postgres"), port);
            double written = decisions(clinic, "written");
            await("writing goes on", () -> decisions(clinic, "written") > written + 1000);
            assertThat(clinic.status(Clinic.SERVICE + "/feedback", feedback("x")))
                    .isEqualTo(200);
            enough.set(true);
            int calls = 0;
            for (Future<Integer> one : load) {
                calls += one.get();
            }

            int all = calls;
            await("all told", () -> decisions(clinic, "written") + decisions(clinic, "lost") >= all);
            assertThat(decisions(clinic, "written") + decisions(clinic, "lost")).isEqualTo(all);
            assertThat(rows(postgres)).isEqualTo((long) decisions(clinic, "written"));
            assertThat(clinic.bean(Store.class).statistics().clients()).containsExactly("anonymous");

            try (InputStream download = clinic.open("/insights/decisions.csv")) {
                assertThat(download.readNBytes(1000)).hasSize(1000);
                postgres.close();
                assertThatThrownBy(download::readAllBytes)
                        .as("a part is not taken for the whole")
                        .isInstanceOf(IOException.class);
            }
        } finally {
            enough.set(true);
            callers.shutdown();
            logger.detachAppender(log);
            postgres.close();
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("Decisions are lost to the record: the queue is full"))
                .anyMatch(line -> line.startsWith("Decisions wait, the store is away"))
                .noneMatch(line -> line.contains("patient-"));
    }

    /** A caller that failed ends the waiting; its failure is told by its result. */
    private static boolean stopped(List<Future<Integer>> load) {
        return load.stream().anyMatch(Future::isDone);
    }
}
