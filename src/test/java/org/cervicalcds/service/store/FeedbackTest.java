package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.store.database.TestDatabase;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Feedback is kept once, whole, and whatever a client sends. */
@Tag("database")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FeedbackTest {
    private static final Instant NOON = Instant.parse("2026-03-04T09:00:00.123Z");

    private final Scene scene;

    FeedbackTest(TestDatabase database, @TempDir Path folder) {
        this.scene = Scene.on(database, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theSameBatchTwiceIsKeptOnce() {
        FeedbackItem[] batch = {
            Scene.overridden("c1", "already-addressed", NOON), Scene.accepted("c2", NOON, "s1", "s2"),
        };
        assertThat(scene.keep(batch)).isEqualTo(3);
        assertThat(scene.keep(batch)).isZero();
        assertThat(scene.query("select count(*) from feedback")).containsExactly("3");
        assertThat(scene.count("cervical.cds.store.feedback", "result", "kept")).isEqualTo(3);
        assertThat(scene.count("cervical.cds.store.feedback", "result", "repeated"))
                .isEqualTo(3);
    }

    @Test
    void anotherOutcomeSuggestionTimeOrClientIsAnotherItem() {
        scene.keep(Scene.accepted("c1", NOON, "s1"));
        scene.keep(Scene.accepted("c1", NOON, "s2"));
        scene.keep(Scene.accepted("c1", NOON.plusMillis(1), "s1"));
        scene.keep(Scene.overridden("c1", "already-addressed", NOON));
        scene.store.keep(Caller.of("other"), "neck-view", List.of(Scene.accepted("c1", NOON, "s1")));
        assertThat(scene.query("select count(*) from feedback")).containsExactly("5");
    }

    @Test
    void withoutATimeARepeatIsStillKeptOnce() {
        assertThat(scene.keep(Scene.overridden("c1", "already-addressed", null)))
                .isEqualTo(1);
        scene.clock.move(java.time.Duration.ofMinutes(1));
        assertThat(scene.keep(Scene.overridden("c1", "already-addressed", null)))
                .isZero();
        assertThat(scene.query("select time_source from feedback")).containsExactly("received");
    }

    @Test
    void aBatchThatFailsInItsMiddleLeavesNothing() {
        scene.execute("alter table feedback add constraint no_bad check (suggestion <> 'bad')");
        assertThatThrownBy(() -> scene.keep(
                        Scene.accepted("c1", NOON, "good"),
                        Scene.accepted("c2", NOON, "bad"),
                        Scene.accepted("c3", NOON, "good")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasNoCause();
        assertThat(scene.query("select count(*) from feedback")).containsExactly("0");
        assertThat(scene.count("cervical.cds.store.errors", "operation", "feedback"))
                .isEqualTo(1);
    }

    @Test
    void feedbackFindsItsDecisionInWhicheverOrderTheyCome() {
        scene.keep(Scene.overridden("early", "already-addressed", NOON));
        scene.keep(Scene.overridden("not-ours", "whatever", NOON));
        Call call = scene.call("P1");
        scene.record(call, Scene.shown("as-fracture", Indicator.WARNING, "early", "Condition/1"));
        scene.awaitWritten();
        assertThat(scene.query(
                        "select f.card, d.card_hash, h.content from feedback f left join sent_card s on s.uuid = f.card"
                                + " left join call_decision d on d.call_id = s.call_id and d.card = s.card"
                                + " left join hook_call h on h.id = s.call_id order by f.card"))
                .containsExactly("early", "hash-as-fracture", "content-1", "not-ours", null, null);
        assertThat(scene.store.statistics().known("clinic", "early"))
                .hasValueSatisfying(known -> assertThat(known.card()).isEqualTo("as-fracture"));
        assertThat(scene.store.statistics().known("other", "early")).isEmpty();
    }

    @Test
    void hugeAndBrokenTextIsCutAndKept() {
        String comment = "a\u0000b\uD83D" + "ü".repeat(100_000);
        String edge = "x".repeat(3999) + "\uD83D\uDE00";
        scene.keep(
                new FeedbackItem(
                        "c".repeat(5000),
                        FeedbackItem.Outcome.OVERRIDDEN,
                        List.of("s".repeat(5000)),
                        new FeedbackItem.Reason("y".repeat(5000), "k\u0000".repeat(5000), "d".repeat(5000)),
                        comment,
                        NOON),
                new FeedbackItem("c2", FeedbackItem.Outcome.OVERRIDDEN, List.of(), null, edge, NOON));
        assertThat(scene.query("select user_comment from feedback order by length(card) desc"))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("a\uFFFDb?ü").hasSize(4000),
                        second -> assertThat(second).isEqualTo("x".repeat(3999)));
    }

    @Test
    void timesOutOfReasonAreKeptAsTheTimeOfReceipt() {
        Instant received = scene.clock.instant();
        scene.keep(
                Scene.accepted("c1", Instant.MAX, "s"),
                Scene.accepted("c2", Instant.parse("2099-01-01T00:00:00Z"), "s"),
                Scene.accepted("c3", Instant.MIN, "s"),
                Scene.accepted("c4", received.plusSeconds(60), "s"),
                Scene.accepted("c5", NOON, "s"));
        assertThat(scene.query("select card, time_source from feedback order by card"))
                .containsExactly("c1", "doubtful", "c2", "doubtful", "c3", "doubtful", "c4", "client", "c5", "client");
        assertThat(scene.store
                        .statistics()
                        .comments(StatisticsScope.of(Span.until(LocalDate.of(2026, 12, 31), 3650)), 10))
                .isEmpty();
        assertThat(scene.query("select count(distinct happened_at) from feedback"))
                .containsExactly("2");
    }

    @Test
    void eightWritersWithTheSameItemsKeepEachOnce() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                boolean backwards = writer % 2 == 1;
                work.add(() -> {
                    int kept = 0;
                    for (int i = 0; i < 40; i++) {
                        FeedbackItem one = Scene.accepted("c" + i, NOON, "s1", "s2");
                        FeedbackItem two = Scene.overridden("d" + i, "already-addressed", NOON);
                        kept += backwards ? scene.keep(two, one) : scene.keep(one, two);
                    }
                    return kept;
                });
            }
            int kept = 0;
            for (Future<Integer> result : writers.invokeAll(work)) {
                kept += result.get();
            }
            assertThat(kept).isEqualTo(120);
            assertThat(scene.query("select count(*) from feedback")).containsExactly("120");
        } finally {
            writers.shutdown();
        }
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheDatabase() throws Exception {
        Thread interrupted = new Thread(() -> {
            for (int i = 0; i < 20; i++) {
                Thread.currentThread().interrupt();
                try {
                    scene.keep(Scene.accepted("i" + i, NOON, "s"));
                } catch (StoreUnavailableException e) {
                    // Waiting for a connection may end with an interrupt; then nothing was kept.
                }
            }
        });
        interrupted.start();
        interrupted.join();
        assertThat(scene.keep(Scene.accepted("after", NOON, "s"))).isEqualTo(1);
    }

    @Test
    void nothingOfThePatientOrTheClinicianShowsWhenPrinted() {
        FeedbackItem item =
                new FeedbackItem("c", FeedbackItem.Outcome.OVERRIDDEN, List.of(), null, "Mr Miller's dog", NOON);
        assertThat(item.toString()).doesNotContain("Miller");
        assertThat(new Candidate("c", Indicator.INFO, List.of("Condition/4711")).toString())
                .doesNotContain("4711");
        assertThat(Scene.shown("c", Indicator.INFO, "u", "Condition/4711").toString())
                .doesNotContain("4711");
    }
}
