package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** What becomes of the cards when the chart, an order or a decision about a card changes. */
class CardsAfterEditsTest extends InBrowser {
    private static final String OSTEOPOROSIS = "v03-osteoporosis-chiropractic";
    private static final String RULED_OUT = "v11-as-ruled-out";

    @Test
    void afterAnEditOfTheChartThePageSaysWhatIsNewAndWhatIsGone() {
        try (WorkbenchPage page = desk().open("").openChart(RULED_OUT)) {
            assertThat(page.at("changes")).isEmpty();
            page.at("add-what").selectOption("as");
            page.answerTo("patient-view", () -> page.at("add-entry").click());
            Locator changes = page.at("changes");
            assertThat(changes).hasAttribute("role", "status");
            assertThat(changes).containsText("New: Information · ");

            page.at("add-what").selectOption("fall");
            page.answerTo("patient-view", () -> page.at("add-entry").click());
            assertThat(changes).containsText("Now Warning, was Information · AS, fall");
            page.hasNoAxeViolationIn("#answer");
            page.screenshot("changes");

            page.at("chart")
                    .locator(".entry")
                    .filter(new Locator.FilterOptions().setHasText("9631008"))
                    .filter(new Locator.FilterOptions().setHasText("9 years ago"))
                    .getByRole(AriaRole.BUTTON)
                    .click();
            page.answerTo("patient-view", () -> page.at("edit-delete").click());
            assertThat(changes).containsText("Gone: Warning · AS, fall");
            page.answerTo("patient-view", () -> page.at("fire").click());
            assertThat(changes).hasText("The cards are as before.");

            page.at("reset").click();
            page.at("reset-yes").click();
            assertThat(page.at("reset")).isHidden();
        }
    }

    @Test
    void appliedSuggestionIsUndone() {
        try (WorkbenchPage page = desk().open("")) {
            page.at("tab-request").click();
            assertThat(page.at("json-request")).not().containsText("draftOrders");
            page.feedbackTo("patient-view", () -> page.at("suggestion").first().click());
            assertThat(page.at("draft")).hasCount(1);
            page.answerTo("patient-view", () -> page.at("undo").click());

            assertThat(page.at("draft")).hasCount(0);
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
            assertThat(page.at("undone")).containsText("it stays “accepted”");
            assertThat(page.at("undo")).hasCount(0);
            assertThat(page.url()).endsWith("hook=patient-view");
        }
    }

    @Test
    void whatWasStoredInTheRecordIsUndoneToo() {
        String create =
                """
                {"cards": [{"uuid": "card-1", "summary": "Write it down", "indicator": "info", "source": {"label": "Theirs"},
                  "suggestions": [{"label": "Note it", "uuid": "s-1", "actions": [{"type": "create", "description": "Note it",
                    "resource": {"resourceType": "Condition", "subject": {"reference": "Patient/v01-fall-fused-as"},
                      "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.2", "display": "Noted by a suggestion"}]}}}]}]}]}""";
        try (OtherService other = new OtherService(create);
                WorkbenchPage page = desk().mayAsk(other.origin()).open("")) {
            page.at("endpoint").fill(other.origin() + "/cds-services");
            page.at("endpoint-use").click();
            assertThat(page.at("card")).containsText("Write it down");
            Locator noted = page.at("chart")
                    .locator(".entry")
                    .filter(new Locator.FilterOptions().setHasText("Noted by a suggestion"));
            page.at("suggestion").click();
            assertThat(noted).hasCount(1);
            assertThat(page.at("reset")).isVisible();
            page.at("undo").click();
            assertThat(page.at("undone")).isVisible();
            assertThat(noted).hasCount(0);
            // Nothing is left to take back.
            assertThat(page.at("reset")).isHidden();
        }
    }

    @Test
    void eachReasonSaysWhetherItSnoozesTheCardAndForHowLong() {
        try (WorkbenchPage page = desk().open("").openChart(OSTEOPOROSIS)) {
            page.answerTo("order-select", () -> page.at("order-massage-deep").click());
            Locator card = page.card("deep-massage-caution");
            card.getByTestId("override").click();
            assertThat(card.getByTestId("override-reason"))
                    .containsText("Follows a specialist's plan: snoozes the card for 180 days");
            assertThat(card.getByTestId("override-note")).containsText("Without a token");
            page.answerTo("order-select", () -> page.at("data-way").selectOption("access"));
            card.getByTestId("override").click();
            assertThat(card.getByTestId("override-note")).containsText("New evidence or a more urgent tier");
            page.openChart(FELL);
            Locator critical = page.card("as-cervical-fracture-risk");
            critical.getByTestId("override").click();
            assertThat(critical.getByTestId("override-reason")).containsText("Already addressed: the card stays");
            page.screenshot("override-reasons");
        }
    }

    @Test
    void suggestionsThatExcludeEachOtherAreAChoice() {
        try (WorkbenchPage page = desk().open("")) {
            Locator offers = page.card("as-cervical-fracture-risk").getByTestId("suggestions");
            assertThat(offers).containsText("Choose one of these, or none");
            assertThat(offers.locator(".or").first()).hasText("or");
        }
    }

    @Test
    void linkThatLeadsWhereTheSourceDoesIsNotShownTwice() {
        String twice =
                """
                {"cards": [{"uuid": "card-1", "summary": "One", "indicator": "info", "source": {"label": "Theirs", "url": "https://a.example/"},
                  "links": [{"label": "The same", "type": "absolute", "url": "https://a.example/"},
                            {"label": "Another", "type": "absolute", "url": "https://b.example/"}]}]}""";
        try (OtherService other = new OtherService(twice);
                WorkbenchPage page = desk().mayAsk(other.origin()).open("")) {
            page.at("endpoint").fill(other.origin() + "/cds-services");
            page.at("endpoint-use").click();
            assertThat(page.at("card")).containsText("Another");
            assertThat(page.at("card").getByTestId("card-link")).hasCount(2);
        }
    }
}
