package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The workbench in a real browser against the real service and its sandbox. */
class WorkbenchTest extends InBrowser {
    private static final String FILM_AFTER_FALL = "v02-film-after-fall";
    private static final String OSTEOPOROSIS = "v03-osteoporosis-chiropractic";
    private static final String RULED_OUT = "v11-as-ruled-out";

    @Test
    void storiesComeInTheirOrderAndAreFoundByTheirWords() {
        try (WorkbenchPage page = desk().open("")) {
            // Other tests may have added patients of their own, who stand above the stories.
            var first = page.at("patient-list")
                    .locator("h3:has-text('Stories') + ul .patient")
                    .first();
            PlaywrightAssertions.assertThat(first).hasAttribute("data-id", FELL);
            page.at("patient-search").fill("chiropractic");
            PlaywrightAssertions.assertThat(page.at("patient-" + FELL)).hasCount(0);
            PlaywrightAssertions.assertThat(page.at("patient-" + OSTEOPOROSIS)).isVisible();
            page.at("patient-search").fill("nobody-has-this-name");
            PlaywrightAssertions.assertThat(page.at("patient-list")).hasText("No patient matches.");
        }
    }

    @Test
    void listOfPatientsIsOneStopOfTheTabKey() {
        try (WorkbenchPage page = desk().open("")) {
            Locator rows = page.at("patient-list").locator(".patient");
            page.at("patient-search").focus();
            page.key("Tab");
            PlaywrightAssertions.assertThat(rows.first()).isFocused();
            page.key("ArrowDown");
            PlaywrightAssertions.assertThat(rows.nth(1)).isFocused();
            page.key("End");
            PlaywrightAssertions.assertThat(rows.last()).isFocused();
            page.key("ArrowUp");
            page.key("Home");
            PlaywrightAssertions.assertThat(rows.first()).isFocused();
            page.key("Tab");
            PlaywrightAssertions.assertThat(page.at("add-patient-open")).isFocused();
        }
    }

    @Test
    void headerLeadsToTheOtherPagesOfTheService() {
        try (WorkbenchPage page = desk().open("")) {
            for (String link : List.of("to-book", "to-replay", "to-capabilities", "to-insights")) {
                PlaywrightAssertions.assertThat(page.at(link)).isVisible();
                assertThat(page.status(page.at(link).getAttribute("href")))
                        .as(link)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void openingTheChartOfTheManWhoFellShowsTheCriticalCard() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            var card = page.card("as-cervical-fracture-risk");
            PlaywrightAssertions.assertThat(card.getByTestId("card-indicator")).hasText("Critical");
            PlaywrightAssertions.assertThat(card.getByTestId("card-summary"))
                    .containsText("treat as neck fracture until CT excludes it");
            PlaywrightAssertions.assertThat(card.getByTestId("suggestion").first())
                    .isVisible();
            page.screenshot("patient-view-fall");
        }
    }

    @Test
    void draftingAFilmAfterTheFallShowsThatAFilmCannotExcludeAFracture() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.at("order-search").fill("film");
            page.answerTo("order-select", () -> page.at("order-film").click());
            PlaywrightAssertions.assertThat(
                            page.card("radiograph-cannot-exclude-fracture").getByTestId("card-indicator"))
                    .hasText("Critical");
            page.at("tab-request").click();
            PlaywrightAssertions.assertThat(page.at("json-request")).containsText("\"draftOrders\"");
            page.screenshot("order-select-film");
        }
    }

    @Test
    void applyingASuggestionDraftsTheOrderSendsFeedbackAndFiresAgain() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            Response feedback = page.feedbackTo(
                    "patient-view", () -> page.at("suggestion").first().click());
            assertThat(feedback.status()).isEqualTo(200);
            JsonNode item = feedbackItem(feedback);
            assertThat(item.path("outcome").asString()).isEqualTo("accepted");
            assertThat(item.path("acceptedSuggestions").path(0).path("id").asString())
                    .isNotBlank();
            PlaywrightAssertions.assertThat(page.at("applied")).isVisible();
            PlaywrightAssertions.assertThat(page.at("draft")).hasCount(1);
            PlaywrightAssertions.assertThat(page.card("as-cervical-fracture-risk"))
                    .hasCount(0);
            page.screenshot("suggestion-applied");
        }
    }

    @Test
    void overridingACardSendsItsCodedReasonAndTheComment() {
        try (WorkbenchPage page = desk().open("").openChart(FILM_AFTER_FALL)) {
            page.answerTo("order-select", () -> page.at("order-film").click());
            page.at("override").first().click();
            page.at("override-reason").first().selectOption("0");
            page.at("override-comment").first().fill("seen in the emergency department");
            Response feedback = page.feedbackTo(
                    "order-select", () -> page.at("override-send").first().click());
            assertThat(feedback.status()).isEqualTo(200);
            JsonNode item = feedbackItem(feedback);
            assertThat(item.path("outcome").asString()).isEqualTo("overridden");
            assertThat(item.path("overrideReason").path("reason").path("code").asString())
                    .isNotBlank();
            assertThat(item.path("overrideReason").path("userComment").asString())
                    .isEqualTo("seen in the emergency department");
            PlaywrightAssertions.assertThat(page.at("feedback-status").first()).containsText("Feedback sent (200)");
            page.screenshot("overridden");
        }
    }

    @Test
    void signingAnOrderForManipulationFiresOrderSign() {
        try (WorkbenchPage page = desk().open("").openChart(OSTEOPOROSIS)) {
            page.answerTo("order-select", () -> page.at("order-chiropractic").click());
            page.answerTo("order-sign", () -> page.at("sign").click());
            PlaywrightAssertions.assertThat(
                            page.card("spinal-manipulation-caution").getByTestId("card-indicator"))
                    .hasText("Critical");
            PlaywrightAssertions.assertThat(page.at("store-orders")).isVisible();
            page.screenshot("order-sign");
        }
    }

    @Test
    void noCardIsNotCalledAnAllClear() {
        try (WorkbenchPage page = desk().open("").openChart(RULED_OUT)) {
            PlaywrightAssertions.assertThat(page.at("no-cards")).containsText("That is not an all-clear.");
            page.screenshot("no-card");
        }
    }

    @Test
    void anAddedEntryFiresTheHookAgainAndCanBeTakenBack() {
        try (WorkbenchPage page = desk().open("").openChart(RULED_OUT)) {
            page.at("add-what").selectOption("neck-pain");
            page.answerTo("patient-view", () -> page.at("add-entry").click());
            var added = page.at("chart-problems").locator(".entry").filter(withText("2 days ago"));
            PlaywrightAssertions.assertThat(added).hasCount(1);
            added.getByRole(AriaRole.BUTTON).click();
            page.answerTo("patient-view", () -> page.at("edit-delete").click());
            PlaywrightAssertions.assertThat(added).hasCount(0);
        }
    }

    @Test
    void fhirAccessSendsAServerAndATokenAndNoPrefetch() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            Response answer =
                    page.answerTo("patient-view", () -> page.at("data-way").selectOption("access"));
            JsonNode sent = JSON.readTree(answer.request().postData());
            assertThat(sent.has("prefetch")).isFalse();
            assertThat(sent.path("fhirServer").asString()).endsWith("/fhir");
            assertThat(sent.path("fhirAuthorization").path("token_type").asString())
                    .isEqualTo("Bearer");
            PlaywrightAssertions.assertThat(page.card("as-cervical-fracture-risk"))
                    .isVisible();
        }
    }

    @Test
    void aRequestOfOnesOwnIsAnsweredOrRefusedInWords() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.at("view-own").click();
            page.at("own-last").click();
            page.answerTo("patient-view", () -> page.at("own-send").click());
            PlaywrightAssertions.assertThat(
                            page.at("own-answer").getByTestId("card-summary").first())
                    .isVisible();
            page.at("own-json").fill("{\"hook\": \"patient-view\"}");
            PlaywrightAssertions.assertThat(page.at("own-remarks")).containsText("CDSH-REQ-7");
            page.at("own-send").click();
            PlaywrightAssertions.assertThat(page.at("own-answer").getByTestId("problem"))
                    .containsText("HTTP 400");
            page.expectConsoleErrorWith("400");
            page.hasNoAxeViolation();
            page.screenshot("own-request");
        }
    }

    @Test
    void aLinkOpensTheSameCaseAgain() {
        String hash;
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.answerTo("order-select", () -> page.at("order-film").click());
            hash = page.url().substring(page.url().indexOf('#'));
            assertThat(hash).isEqualTo("#patient=" + FELL + "&hook=order-select&orders=film");
        }
        try (WorkbenchPage page = desk()) {
            page.answerTo("order-select", () -> page.open(hash));
            PlaywrightAssertions.assertThat(page.card("radiograph-cannot-exclude-fracture"))
                    .isVisible();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyViewPassesAxe(ColorScheme scheme) {
        try (WorkbenchPage page = window(1440, 900, scheme).open("")) {
            page.hasNoAxeViolation();
            page.openChart(FELL);
            for (String tab : List.of("why", "request", "response", "curl", "timing", "activity")) {
                page.at("tab-" + tab).click();
                page.hasNoAxeViolationIn("#hood");
            }
            page.answerTo("order-select", () -> page.at("order-film").click());
            page.at("override").first().click();
            page.hasNoAxeViolationIn("#answer");
            page.screenshot("axe-" + scheme.name().toLowerCase(Locale.ROOT));
            page.at("view-own").click();
            page.hasNoAxeViolation();
            page.at("view-codes").click();
            page.at("codes-text").fill("M45.2");
            PlaywrightAssertions.assertThat(page.at("code-place").first()).isVisible();
            page.hasNoAxeViolation();
        }
    }

    /** Of the card book a page of each kind: the whole would take axe minutes. */
    @ParameterizedTest
    @CsvSource({
        "LIGHT,card-book,header",
        "LIGHT,card-book?language=de,#card-radiograph-for-spasm",
        "DARK,card-book?language=fr,#card-radiograph-for-spasm",
        "DARK,card-book,header",
        "LIGHT,card-book,#gates",
        "LIGHT,capabilities,main"
    })
    void pagesForReadersPassAxeToo(ColorScheme scheme, String path, String part) {
        try (WorkbenchPage page = window(1440, 900, scheme).read(path)) {
            page.hasNoAxeViolationIn(part);
            page.isNotWiderThanItsWindow();
        }
    }

    /** 720 by 450 is what a window of 1440 by 900 has left at 200 % zoom. */
    @ParameterizedTest
    @CsvSource({"phone,390,844", "zoom-200,720,450", "laptop,1366,768", "projector,1920,1080"})
    void noWindowNeedsSidewaysScrolling(String name, int width, int height) {
        try (WorkbenchPage page = window(width, height, ColorScheme.LIGHT).open("")) {
            page.isNotWiderThanItsWindow();
            page.openChart(FELL);
            page.isNotWiderThanItsWindow();
            page.screenshot("size-" + name);
            page.at("view-own").click();
            page.isNotWiderThanItsWindow();
            page.at("view-codes").click();
            PlaywrightAssertions.assertThat(page.at("codes-count")).containsText("All");
            page.isNotWiderThanItsWindow();
            page.at("codes-text").fill("fracture");
            PlaywrightAssertions.assertThat(page.at("codes-count")).containsText("with these words");
            page.isNotWiderThanItsWindow();
            page.screenshot("codes-" + name);
        }
    }

    private JsonNode feedbackItem(Response feedback) {
        return JSON.readTree(feedback.request().postData()).path("feedback").path(0);
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
