package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.io.StringWriter;
import java.time.OffsetDateTime;
import org.cervicalcds.service.store.Store;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Edits of the sandbox, overrides and patients of one's own, and how they are taken back without touching anybody else's. */
class SandboxEditsTest extends InBrowser {
    private static final String OSTEOPOROSIS = "v03-osteoporosis-chiropractic";
    private static final String RULED_OUT = "v11-as-ruled-out";

    @Autowired
    private Store store;

    @Test
    void onlyOwnEditsAreTakenBack() {
        try (WorkbenchPage mine = desk().open("").openChart(RULED_OUT);
                WorkbenchPage theirs = desk().open("").openChart(RULED_OUT)) {
            assertThat(mine.at("reset")).isHidden();
            addToChart(theirs, "quadriplegia");
            addToChart(mine, "fall");
            edit(mine);
            assertThat(mine.at("reset")).hasText("Take back my edits (2)");

            mine.at("reset").click();
            mine.hasNoAxeViolation();
            mine.screenshot("reset-question");
            mine.at("reset-no").click();
            assertThat(mine.at("reset")).hasText("Take back my edits (2)");
            mine.at("reset").click();
            mine.answerTo("patient-view", () -> mine.at("reset-yes").click());

            assertThat(mine.at("reset")).isHidden();
            assertThat(entries(mine, "Fall on same level")).hasCount(0);
            assertThat(entries(mine, "Quadriplegia")).hasCount(1);
            mine.reload();
            assertThat(mine.at("reset")).isHidden();
            assertThat(theirs.at("reset")).hasText("Take back my edits (1)");
            theirs.at("reset").click();
            theirs.answerTo("patient-view", () -> theirs.at("reset-yes").click());
            assertThat(entries(theirs, "Quadriplegia")).hasCount(0);
        }
    }

    @Test
    void deletedEntryOfAShippedPatientComesBack() {
        try (WorkbenchPage page = desk().open("").openChart(OSTEOPOROSIS)) {
            Locator problems = page.at("chart-problems").locator(".entry");
            int before = problems.count();
            assertThat(before).isPositive();
            problems.first().getByRole(AriaRole.BUTTON).click();
            page.answerTo("patient-view", () -> page.at("edit-delete").click());
            assertThat(problems).hasCount(before - 1);

            page.reload();
            assertThat(page.at("reset")).hasText("Take back my edits (1)");
            page.openChart(OSTEOPOROSIS);
            page.at("reset").click();
            page.answerTo("patient-view", () -> page.at("reset-yes").click());
            assertThat(problems).hasCount(before);
        }
    }

    @Test
    void whatSomebodyElseChangedSinceIsLeftAlone() {
        try (WorkbenchPage mine = desk().open("").openChart(RULED_OUT);
                WorkbenchPage theirs = desk().open("")) {
            addToChart(mine, "stiff-neck");
            theirs.openChart(RULED_OUT);
            entries(theirs, "Stiff neck").getByRole(AriaRole.BUTTON).click();
            change(theirs, "\"resourceType\"", "\"language\": \"de\", \"resourceType\"");

            mine.at("reset").click();
            mine.answerTo("patient-view", () -> mine.at("reset-yes").click());
            assertThat(mine.at("reset-left")).containsText("Changed by somebody else since");
            assertThat(entries(mine, "Stiff neck")).hasCount(1);
            entries(mine, "Stiff neck").getByRole(AriaRole.BUTTON).click();
            mine.answerTo("patient-view", () -> mine.at("edit-delete").click());
        }
    }

    @Test
    void patientOfOnesOwnGetsCardsAndGoesWithTheReset() {
        try (WorkbenchPage page = desk().open("")) {
            page.at("add-patient-open").click();
            page.at("add-patient-name").fill("Nora Newcomer");
            page.at("add-patient-born").fill("1958-03-04");
            page.answerTo("patient-view", () -> page.at("add-patient").click());
            assertThat(page.at("patient-name")).hasText("Nora Newcomer");
            assertThat(page.at("no-cards")).isVisible();
            addToChart(page, "as");
            addToChart(page, "fall");
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
            page.screenshot("own-patient");

            page.at("reset").click();
            page.at("reset-yes").click();
            assertThat(page.at("welcome")).isVisible();
            assertThat(page.at("patient-list")).not().containsText("Nora Newcomer");
        }
    }

    @Test
    void overriddenCardIsOnRecordIsSaidToBePutAwayAndCanBeBroughtBack() {
        try (WorkbenchPage page = desk().open("").openChart(OSTEOPOROSIS)) {
            page.answerTo("patient-view", () -> page.at("data-way").selectOption("access"));
            page.answerTo("order-select", () -> page.at("order-massage-deep").click());
            Locator card = page.card("deep-massage-caution");
            assertThat(card.getByTestId("card-indicator")).not().hasText("Critical");
            card.getByTestId("override").click();
            card.getByTestId("override-reason")
                    .selectOption("Follows a specialist's plan: snoozes the card for 180 days");
            card.getByTestId("override-comment").fill("told by the browser test");
            Response sent = page.feedbackTo(
                    "order-select", () -> card.getByTestId("override-send").click());
            assertThat(sent.status()).isEqualTo(200);
            assertThat(feedbackOnRecord())
                    .contains("specialist-plan", "told by the browser test", "deep-massage-caution", "overridden");

            page.answerTo("order-select", () -> page.at("fire").click());
            assertThat(page.card("deep-massage-caution")).hasCount(0);
            assertThat(page.at("snoozed")).containsText("deep-massage-caution is snoozed until");
            assertThat(page.at("snoozed")).containsText("specialist-plan");
            page.hasNoAxeViolation();
            page.screenshot("snoozed");
            page.answerTo("order-select", () -> page.at("bring-back").click());
            assertThat(page.card("deep-massage-caution")).isVisible();
            assertThat(page.at("snoozed")).hasCount(0);
            assertThat(feedbackOnRecord()).as("it stays on record").contains("told by the browser test");
        }
    }

    @Test
    void acceptedSuggestionIsOnRecord() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            String label = page.at("suggestion").first().textContent();
            assertThat(label).isNotBlank();
            Response sent = page.feedbackTo(
                    "patient-view", () -> page.at("suggestion").first().click());
            String suggestion = JSON.readTree(sent.request().postData())
                    .at("/feedback/0/acceptedSuggestions/0/id")
                    .asString();
            assertThat(feedbackOnRecord()).contains(suggestion);
        }
    }

    private String feedbackOnRecord() {
        StringWriter out = new StringWriter();
        store.exports()
                .feedback(
                        OffsetDateTime.now().minusDays(1), OffsetDateTime.now().plusDays(1), out);
        return out.toString();
    }

    private static void addToChart(WorkbenchPage page, String what) {
        page.at("add-what").selectOption(what);
        page.answerTo("patient-view", () -> page.at("add-entry").click());
    }

    private static void edit(WorkbenchPage page) {
        page.at("chart-problems")
                .locator(".entry")
                .last()
                .getByRole(AriaRole.BUTTON)
                .click();
        change(page, "\"resourceType\"", "\"language\": \"en\", \"resourceType\"");
    }

    private static void change(WorkbenchPage page, String text, String other) {
        Locator json = page.at("edit-json");
        json.fill(json.inputValue().replaceFirst(text, other));
        page.answerTo("patient-view", () -> page.at("edit-save").click());
    }

    private static Locator entries(WorkbenchPage page, String words) {
        return page.at("chart").locator(".entry").filter(new Locator.FilterOptions().setHasText(words));
    }
}
