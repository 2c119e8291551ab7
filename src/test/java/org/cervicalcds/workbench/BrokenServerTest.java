package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A FHIR server that is broken in a chosen way: the workbench says what could not be told, and why. */
class BrokenServerTest extends InBrowser {

    @ParameterizedTest
    @CsvSource({
        "slow,later than the service waits",
        "down,503",
        "fails,queries for Condition with 500",
        "cut,Answers for Condition end in the middle"
    })
    void whatIsMissingIsSaidWithItsReason(String way, String words) {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            Runnable choice = () -> page.at("data-way").selectOption(way);
            // What stands before the cut is enough to speak; without any Condition there is no answer.
            Response answer =
                    way.equals("cut") ? page.answerTo("patient-view", choice) : page.refusalOf("patient-view", choice);

            JsonNode sent = JSON.readTree(answer.request().postData());
            assertThat(sent.path("fhirServer").asString()).contains("/fhir-broken/" + way);
            assertThat(sent.path("prefetch").properties())
                    .extracting(java.util.Map.Entry::getKey)
                    .containsExactly("patient");
            Locator told = page.at("undetermined");
            assertThat(told).containsText(words);
            assertThat(told).containsText("conditions not supplied");
            assertThat(told).containsText("mri-for-root-or-cord-signs");
            assertThat(told).not().containsText("is unknown");
            // What stands before the cut was read, and may be enough to speak.
            if (way.equals("cut")) {
                String untold = "whether it is critical: as-cervical-fracture-risk";
                assertThat(told).containsText(untold);
                assertThat(told.textContent()).doesNotContain(untold + ", " + untold);
                assertThat(page.card("as-cervical-fracture-risk")).containsText("Not known: ");
            } else {
                assertThat(page.at("problem")).containsText("The conditions could not be had: ");
                assertThat(page.at("problem-cause")).isVisible();
                assertThat(told).containsText("as-cervical-fracture-risk");
                assertThat(page.card("as-cervical-fracture-risk")).hasCount(0);
            }
            page.at("tab-timing").click();
            JsonNode body = JSON.readTree(answer.text());
            JsonNode why = way.equals("cut")
                    ? body.at("/extension/org.cervicalcds.explain")
                    : JSON.readTree(body.at("/extension/0/valueString").asString());
            long fetched = why.at("/timings/fetchMicros").asLong();
            if (way.equals("slow")) {
                assertThat(fetched).isBetween(1_400_000L, 2_400_000L);
            }
            page.hasNoAxeViolation();
            page.screenshot("broken-" + way);

            page.answerTo("patient-view", () -> page.at("data-way").selectOption("access"));
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
            assertThat(page.at("undetermined")).hasCount(0);
        }
    }

    @Test
    void anotherTypeCanFail() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.refusalOf("patient-view", () -> page.at("data-way").selectOption("fails"));
            Response answer =
                    page.answerTo("patient-view", () -> page.at("broken-type").selectOption("MedicationRequest"));
            assertThat(JSON.readTree(answer.request().postData())
                            .path("fhirServer")
                            .asString())
                    .contains("/fhir-broken/fails-MedicationRequest/");
            assertThat(page.at("undetermined")).containsText("MedicationRequest");
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
        }
    }

    @Test
    void halfOfThePrefetchWithoutAccessIsSaidToo() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.answerTo("patient-view", () -> page.at("data-way").selectOption("partial"));
            assertThat(page.at("undetermined")).containsText("Half of the prefetch was sent");
        }
    }

    /** As when the network changes in the middle: the browser then ends the requests that are under way. */
    @Test
    void queryWithoutAnAnswerIsAskedOnceMore() {
        try (WorkbenchPage page = desk().open("")) {
            page.breakOff("**/fhir/Encounter*", 1);
            page.openChart(FELL);
            page.expectConsoleErrorWith("ERR_FAILED");
            assertThat(page.at("chart-other")).containsText("Encounter");
            assertThat(page.at("chart-unread")).hasCount(0);
        }
    }

    @Test
    void whatOfTheChartCouldNotBeReadIsSaidAndNotToBeAbsent() {
        try (WorkbenchPage page = desk().open("")) {
            page.breakOff("**/fhir/Condition?patient=*", 2);
            page.openChart(FELL);
            page.expectConsoleErrorWith("ERR_FAILED");
            assertThat(page.at("chart-unread")).hasText("Could not be read, so missing here: Condition.");
            assertThat(page.at("chart-problems")).containsText("none of what was read");
            assertThat(page.at("chart")).not().containsText("none on record");
            page.hasNoAxeViolation();
            page.screenshot("chart-unread");
            page.openChart(FELL);
            assertThat(page.at("chart-unread")).hasCount(0);
            assertThat(page.at("chart-problems")).not().containsText("none of what was read");
        }
    }
}
