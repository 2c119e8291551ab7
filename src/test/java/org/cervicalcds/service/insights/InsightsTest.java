package org.cervicalcds.service.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages and files under /insights over real HTTP. */
@Tag("long")
// A record of its own: other tests put theirs on the one that is shared.
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.database.url=jdbc:h2:mem:insights")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class InsightsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    private int port;

    private final Store store;
    private final MeterRegistry meters;
    private final Clock clock;

    InsightsTest(Store store, MeterRegistry meters, Clock clock) {
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    @BeforeAll
    void fill() throws InterruptedException {
        SeasonClinic.play(store, meters, clock.instant());
    }

    private HttpResponse<String> get(String path) {
        return new HookClient(port).get(path);
    }

    private List<CardCounts> counts(int days) {
        return store.statistics().cards(StatisticsScope.of(Span.until(LocalDate.now(clock), days)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-13-01",
                "from=2026-02-01&to=2026-01-01",
                "from=0001-01-01",
                "from=2000-01-01&to=2026-01-01",
                "from=2026-01-01&from=2026-01-02",
                "form=2026-01-01",
                "from=%00"
            })
    void parametersThatMakeNoSenseAreRefused(String query) throws Exception {
        for (String path : List.of("/insights?", "/insights/feedback.csv?", "/insights/decisions.csv?")) {
            HttpResponse<String> answer = get(path + query);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            JsonNode outcome = JSON.readTree(answer.body());
            assertThat(outcome.path("resourceType").asString()).isEqualTo("OperationOutcome");
            assertThat(outcome.path("issue")
                            .path(0)
                            .path("details")
                            .path("text")
                            .asString())
                    .isNotBlank()
                    .doesNotContain("yesterday", "form");
            assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
        }
    }

    @Test
    void thePageHoldsTheNumbersOfTheRecord() throws Exception {
        HttpResponse<String> page = get("/insights");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        Totals all = Totals.all(counts(30));
        assertThat(all.shown()).isPositive();
        DashboardNumbers numbers = DashboardNumbers.of(page.body());
        assertThat(numbers.sums()).isEqualTo(DashboardNumbers.sums(all));
        assertThat(numbers.cards()).hasSize(SeasonClinic.CARDS.size());
        assertThat(page.body())
                .contains("&lt;report&gt; &amp; letter")
                .doesNotContain("<script", "style=\"", "<report>");
    }

    @Test
    void decisionsAreDownloadedRowByRow() throws Exception {
        LocalDate today = LocalDate.now(clock);
        HttpResponse<String> file = get("/insights/decisions.csv?from=" + today.minusDays(6) + "&to=" + today);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("text/csv;header=present;charset=UTF-8");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"decisions-" + today.minusDays(6) + "-" + today + ".csv\"");
        List<List<String>> rows = csv(file.body());
        assertThat(rows.get(0)).startsWith("called_at", "first_id").contains("outcome");
        int outcome = rows.get(0).indexOf("outcome");
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.get(0)));
        assertThat(rows.stream().filter(row -> row.get(outcome).equals("shown")).count())
                .isEqualTo(Totals.all(counts(7)).shown());
    }

    @Test
    void feedbackIsDownloadedWithItsCommentsUnharmed() throws Exception {
        List<List<String>> rows = csv(get("/insights/feedback.csv").body());
        int comment = rows.get(0).indexOf("user_comment");
        assertThat(rows).hasSizeGreaterThan(500).anySatisfy(row -> assertThat(row.get(comment))
                .isEqualTo("CT was done on Friday, see <report> & letter"));
        assertThat(get("/insights/feedback.csv?from=2001-01-01&to=2001-01-02")
                        .body()
                        .lines())
                .hasSize(1);
    }

    @Test
    void headOfAFileIsSentWithoutReadingTheRecord() throws Exception {
        HttpResponse<String> answer = new HookClient(port).send("HEAD", "/insights/decisions.csv");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv;header=present;charset=UTF-8");
    }

    @Test
    void cardThatFellSilentRaisesAGaugeAndOneWarning() {
        Logger logger = (Logger) LoggerFactory.getLogger(DriftWatch.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        try (DriftWatch watch = new DriftWatch(store, clock, own)) {
            assertThat(watch.look()).hasSize(2).allSatisfy(drift -> assertThat(drift.card())
                    .isEqualTo("neck-pain-red-flags"));
            watch.look();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(drifting(own, "neck-pain-red-flags", "silent")).isEqualTo(2);
        assertThat(drifting(own, "neck-pain-red-flags", "doubled")).isZero();
        assertThat(drifting(own, "as-cervical-fracture-risk", "silent")).isZero();
        assertThat(log.list)
                // The service looks in a thread of its own.
                .filteredOn(event -> event.getLevel() == Level.WARN
                        && event.getThreadName().equals(Thread.currentThread().getName()))
                .hasSize(2)
                .allSatisfy(
                        event -> assertThat(event.getFormattedMessage())
                                .matches(
                                        "Drift: card neck-pain-red-flags at site https://(north|south)\\.example fell silent: 0 of .*"));
    }

    @Test
    void theServiceLooksForDriftByItself() {
        await().atMost(Duration.ofSeconds(60)).until(() -> drifting(meters, "neck-pain-red-flags", "silent") == 2);
    }

    private static double drifting(MeterRegistry meters, String card, String direction) {
        Gauge gauge = meters.find("cervical.cds.card.drift")
                .tags("card", card, "direction", direction)
                .gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    /** Reads RFC 4180, strictly. */
    static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                assertThat(cell).isEmpty();
                quoted = true;
            } else if (c == ',' || c == '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\r') {
                    assertThat(text.charAt(++i)).isEqualTo('\n');
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        assertThat(row).isEmpty();
        return rows;
    }
}
