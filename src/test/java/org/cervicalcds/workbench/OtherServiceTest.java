package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** The workbench is a client for services of others too, with all that CDS Hooks allows and this service does not send. */
class OtherServiceTest extends InBrowser {
    private static final String ANSWER =
            """
            {"cards": [{"uuid": "card-1", "summary": "A card of another service", "indicator": "warning",
                "detail": "**Bold** <img src=x onerror='window.pwned=1'> [bad](javascript:window.pwned=1)\\n\\n- one\\n- two\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |",
                "source": {"label": "Theirs"},
                "links": [{"label": "Their app", "type": "smart", "url": "https://app.example/launch", "appContext": "{\\"card\\": 1}"},
                          {"label": "A page", "type": "absolute", "url": "https://example.org/page"},
                          {"label": "A trap", "type": "absolute", "url": "javascript:window.pwned=1"}]}],
             "systemActions": [
               {"type": "create", "description": "Note the neck pain", "resource": {"resourceType": "Condition",
                 "subject": {"reference": "Patient/v01-fall-fused-as"},
                 "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.2", "display": "Noted by the other service"}]}}}]}""";

    @Test
    void smartLinksAreShownAndSystemActionsCarriedOutWhenAsked() {
        try (OtherService other = new OtherService(ANSWER);
                WorkbenchPage page = desk().mayAsk(other.origin()).open("").openChart(FELL)) {
            askOf(page, other);
            Locator card = page.at("card");
            assertThat(card).containsText("A card of another service");

            assertThat(card.getByTestId("smart-link")).containsText("this page has no SMART server");
            card.getByTestId("smart-link").locator("summary").click();
            assertThat(card.getByTestId("smart-link").locator("pre")).containsText("{\"card\": 1}");
            assertThat(card.locator("a[href^='https://app.example']")).hasCount(0);
            assertThat(card.locator("a[href^='https://example.org/page']")).hasCount(1);

            Locator noted = page.at("chart")
                    .locator(".entry")
                    .filter(new Locator.FilterOptions().setHasText("Noted by the other service"));
            assertThat(page.at("system-actions")).containsText("Note the neck pain");
            assertThat(noted).hasCount(0);
            page.hasNoAxeViolation();
            page.screenshot("other-service");
            page.at("apply-system").click();
            assertThat(page.at("applied")).containsText("System actions applied");
            assertThat(noted).hasCount(1);
            assertThat(other.feedback()).as("none for system actions").isEmpty();

            page.at("reset").click();
            page.at("reset-yes").click();
            assertThat(noted).hasCount(0);
        }
    }

    @Test
    void nothingInACardRuns() {
        try (OtherService other = new OtherService(ANSWER);
                WorkbenchPage page = desk().mayAsk(other.origin()).open("").openChart(FELL)) {
            askOf(page, other);
            assertThat(page.at("card-detail")).containsText("<img src=x onerror=");
            assertThat(page.at("card-detail").locator("strong")).hasText("Bold");
            assertThat(page.at("card-detail").locator("li")).hasText(new String[] {"one", "two"});
            assertThat(page.at("card-detail").locator("th, td")).hasText(new String[] {"a", "b", "1", "2"});
            assertThat(page.at("card").locator("img")).hasCount(0);
            assertThat(page.at("card").locator("a[href^='javascript']")).hasCount(0);
            assertThat(page.evaluate("() => window.pwned ?? 0", "")).isEqualTo(0);
        }
    }

    /** A template that leads out of the FHIR server would hand its author what else this page may read. */
    @Test
    void templatesReachTheFhirServerOnly() {
        try (OtherService other = new OtherService(ANSWER);
                WorkbenchPage page = desk().mayAsk(other.origin()).open("").openChart(FELL)) {
            askOf(page, other);
            assertThat(page.at("card")).containsText("A card of another service");

            assertThat(other.calls()).isNotEmpty().allSatisfy(call -> assertThat(call)
                    .contains("\"patient\":{")
                    .doesNotContain("\"metrics\"", "\"health\"", "\"root\"", "\"elsewhere\""));
        }
    }

    @Test
    void feedbackGoesToTheServiceThatSentTheCard() {
        try (OtherService other = new OtherService(ANSWER);
                WorkbenchPage page = desk().mayAsk(other.origin()).open("").openChart(FELL)) {
            askOf(page, other);
            page.at("override").click();
            page.at("override-comment").fill("not ours");
            page.at("override-send").click();
            assertThat(page.at("feedback-status")).containsText("Feedback sent (200)");
            assertThat(other.feedback()).singleElement().asString().contains("card-1", "overridden", "not ours");
            assertThat(page.at("why")).containsText("did not explain");
        }
    }

    private static void askOf(WorkbenchPage page, OtherService other) {
        page.at("endpoint").fill(other.origin() + "/cds-services");
        page.at("endpoint-use").click();
        assertThat(page.at("endpoint-state")).containsText("1 service: theirs");
        assertThat(page.at("card")).hasCount(1);
        assertThat(page.at("card")).containsText("A card of another service");
    }
}
