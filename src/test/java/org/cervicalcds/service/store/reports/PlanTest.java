package org.cervicalcds.service.store.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.FeedbackItem;
import org.cervicalcds.service.store.Scene;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is about a day, a page or a card reads on PostgreSQL what belongs to it, and not the record of a year: seen in the rows that plans touch. */
@Tag("database")
class PlanTest {
    private static final int DAYS = 40;
    private static final int CALLS_A_DAY = 50;

    private final Scene scene;
    private final SingleConnectionDataSource source;
    private final JdbcClient client;
    private String answered = "";

    PlanTest(@TempDir Path folder) {
        scene = Scene.on(TestDatabase.POSTGRESQL, folder);
        source = new SingleConnectionDataSource(TestDatabase.connect(scene.settings), true);
        client = JdbcClient.create(source);
    }

    @BeforeEach
    void calls() {
        Instant now = scene.clock.instant();
        List<FeedbackItem> feedback = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < CALLS_A_DAY; i++) {
                answered = UUID.randomUUID().toString();
                // A reason of its own: each call has a combination of its own.
                scene.record(
                        scene.call("P" + i),
                        now.minus(Duration.ofDays(day)),
                        Scene.shown("a", Indicator.WARNING, answered),
                        Scene.outcome("b", null, Outcome.UNDETERMINED, "reason " + day + " " + i));
            }
            feedback.add(Scene.accepted(answered, null, "s"));
        }
        scene.awaitWritten();
        scene.keep(feedback.toArray(FeedbackItem[]::new));
        client.sql("analyze").update();
        // In so small a database it would rather read everything; what counts is that it need not.
        for (String way : List.of("seqscan", "hashjoin", "mergejoin")) {
            client.sql("set enable_" + way + " = off").update();
        }
    }

    @AfterEach
    void close() {
        source.destroy();
        scene.close();
    }

    /** Rows that all steps of the plan together gave or looked at in vain. */
    private long rows(JdbcClient.StatementSpec explained) {
        String plan = String.join("\n", explained.query(String.class).list());
        List<MatchResult> steps = Pattern.compile("actual rows=([\\d.]+) loops=(\\d+)")
                .matcher(plan)
                .results()
                .toList();
        assertThat(steps).as(plan).hasSizeGreaterThan(3);
        double given = steps.stream()
                .mapToDouble(step -> Double.parseDouble(step.group(1)) * Integer.parseInt(step.group(2)))
                .sum();
        double inVain = Pattern.compile("Rows Removed by [^:]+: (\\d+)")
                .matcher(plan)
                .results()
                .mapToDouble(removed -> Double.parseDouble(removed.group(1)))
                .sum();
        return Math.round(given + inVain);
    }

    private JdbcClient.StatementSpec explain(String sql) {
        return client.sql("explain (analyze, costs off, timing off, summary off) " + sql);
    }

    private JdbcClient.StatementSpec page(String sql, Object lowest) {
        OffsetDateTime to = scene.clock.instant().atOffset(ZoneOffset.UTC).plusDays(1);
        return explain(sql)
                .param("from", to.minusYears(1))
                .param("to", to)
                .param("key", lowest)
                .param("page", 10);
    }

    @Test
    void countingADayReadsThatDay() {
        // The calls of a day are joined with those of the same day, each of which has a key.
        client.sql("set enable_hashjoin = on").update();
        LocalDate day =
                LocalDate.ofInstant(scene.clock.instant(), ZoneOffset.UTC).minusDays(5);
        assertThat(rows(DayCounts.answered(day, explain(DayCounts.ANSWERS)))).isLessThan(15 * CALLS_A_DAY);
    }

    @Test
    void aPageOfAnExportReadsThatPage() {
        LocalDate day = LocalDate.ofInstant(scene.clock.instant(), ZoneOffset.UTC);
        assertThat(rows(page(Exports.DECISIONS, new UUID(0, 0)).param("day", day)))
                .isLessThan(500);
        assertThat(rows(page(Exports.FEEDBACK, ""))).isLessThan(500);
    }

    @Test
    void aCardIsFoundByItsUuid() {
        assertThat(rows(explain(Statistics.KNOWN).param("uuid", answered).param("client", "clinic")))
                .isLessThan(50);
    }
}
