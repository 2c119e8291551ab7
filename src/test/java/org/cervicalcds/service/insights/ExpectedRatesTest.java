package org.cervicalcds.service.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.cervicalcds.service.store.reports.CardCounts;
import org.cervicalcds.service.store.reports.Span;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says which cards fire more or less often than a replay lets expect, and nothing of it where there is no replay. */
class ExpectedRatesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-03-02");
    private static final String SUMMARY =
            """
            {"contentHash":"sha256:0123456789abcdef","cards":[
              {"card":"alike","decided":10000,"fired":100},
              {"card":"louder","decided":10000,"fired":100},
              {"card":"quieter","decided":10000,"fired":2000},
              {"card":"never-called","decided":10000,"fired":1},
              {"card":"rare","decided":10,"fired":0}]}
            """;

    private static CardCounts counts(String card, long shown, long again, long unsigned, long silent) {
        return new CardCounts(
                card, "warning", "site", "hash", DAY, shown, again, 0, 0, 0, silent, 0, unsigned, Map.of(), Map.of(),
                Map.of(), Map.of());
    }

    private static String page(ExpectedRates expected) {
        InsightsData figures = new InsightsData(
                List.of(
                        counts("alike", 4, 0, 5, 991),
                        counts("louder", 20, 10, 0, 970),
                        counts("quieter", 100, 0, 0, 900),
                        counts("rare", 3, 0, 0, 97)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("site"));
        return new DashboardPage(
                        StatisticsScope.of(Span.until(DAY, 30)),
                        figures,
                        new Names(List.of()),
                        Map.of(),
                        expected,
                        Instant.parse("2026-03-02T10:00:00Z").atZone(ZoneId.of("UTC")))
                .html();
    }

    private static String row(String page, String card) {
        int from = page.indexOf("expected-" + card + "\"");
        assertThat(from).as(card).isPositive();
        return page.substring(from, page.indexOf("</tr>", from));
    }

    @Test
    void eachCardIsComparedWithItsBand(@TempDir Path folder) throws IOException {
        Path summary = Files.writeString(folder.resolve("summary.json"), SUMMARY);
        String page = page(ExpectedRates.read(summary.toString()));
        assertThat(page).contains("Against the replay", "0123456789");
        assertThat(row(page, "alike")).contains("as expected", ">0.9 %<", ">1.0 %<");
        assertThat(row(page, "louder")).contains("above the band", ">3.0 %<");
        assertThat(row(page, "quieter")).contains("below the band", ">10 %<", ">20 %<");
        assertThat(row(page, "never-called")).contains("nothing to compare");
        assertThat(row(page, "rare")).as("ten moments prove little").contains("as expected");
    }

    @Test
    void withoutAReplayThePageSaysNothingOfIt() {
        assertThat(page(ExpectedRates.read(null))).doesNotContain("replay");
        assertThat(page(ExpectedRates.read(" "))).doesNotContain("replay");
    }

    @Test
    void aFileThatIsNoSummaryKeepsTheServiceFromStarting(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"cards\":7}");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        for (Path file : List.of(other, broken, folder.resolve("none.json"))) {
            assertThatThrownBy(() -> ExpectedRates.read(file.toString()))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("cervical-cds.expected-rates");
        }
    }
}
