package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "Why, and why not" leads from a finding to the card book and to the codes that it rests on. */
class WhyTest extends InBrowser {

    @Test
    void everyLinkOfTheExplanationLeadsToAPlaceInTheCardBook() {
        List<?> links;
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.openDetails();
            assertThat(page.at("why").locator("details.decision:not(:has(table, p.muted))"))
                    .hasCount(0);
            assertThat(page.at("why").locator("tr.decisive").first()).isAttached();
            links = (List<?>) page.evaluate(
                    "[...document.querySelectorAll('#hood [data-testid=book-link]')].map(a => a.getAttribute('href'))",
                    "");
            assertThat(page.at("why").getByTestId("finding-sets").first()).isAttached();
        }
        assertThat(links).hasSizeGreaterThan(50).anyMatch(link -> link.equals("card-book#finding-as-confirmed"));
        assertThat(links).anyMatch(link -> link.equals("card-book#value-set-dx-ankylosing-spondylitis"));
        try (WorkbenchPage book = desk().read("card-book")) {
            Object astray = book.evaluate(
                    "links => links.map(l => l.split('#')[1]).filter(id => id && !document.getElementById(id))", links);
            assertThat((List<?>) astray).isEmpty();
        }
    }

    @Test
    void evidenceIsShownInTheChart() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            Locator evidence = page.at("why").locator("button.as-link").first();
            String reference = evidence.textContent();
            evidence.click();
            assertThat(page.at("chart").locator(".revealed")).hasAttribute("data-reference", reference);
        }
    }

    @Test
    void codePastedFromARecordSaysWhatRestsOnIt() {
        try (WorkbenchPage page = desk().open("")) {
            page.at("view-codes").click();
            assertThat(page.at("codes-count")).containsText("All");
            page.at("codes-text").fill("M45.2");
            Locator place = page.at("code-place").first();
            assertThat(place).containsText("M45.2 in icd-10-cm");
            assertThat(place).containsText("as-confirmed");
            assertThat(place.getByTestId("value-set")).hasAttribute("data-set", "dx-ankylosing-spondylitis");
            // The address keeps the patient, whose chart is open behind.
            org.assertj.core.api.Assertions.assertThat(page.url()).contains("#view=codes&find=M45.2&");
            page.screenshot("codes-found");

            page.at("codes-text").fill("Z99.99");
            assertThat(page.at("code-nowhere")).containsText("Z99.99 is in no value set");
            page.at("codes-text")
                    .fill(
                            """
                            {"resourceType": "Condition", "code": {"coding": [
                              {"system": "http://snomed.info/sct", "code": "9631008"},
                              {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "R99"},
                              {"system": "urn:our-own", "code": "4711"}]}}""");
            assertThat(page.at("code-place").first()).containsText("9631008 in snomed");
            assertThat(page.at("code-nowhere")).hasCount(2);
            assertThat(page.at("code-nowhere").last()).containsText("is not known here");
            page.at("codes-text").fill("thrust nothing-like-it");
            assertThat(page.at("codes-count")).containsText("0 value sets");
        }
    }

    @Test
    void searchForCodesCanBeShared() {
        try (WorkbenchPage page = desk().open("#view=codes&find=massage")) {
            assertThat(page.at("codes-text")).hasValue("massage");
            assertThat(page.at("value-set").first()).containsText("massage");
        }
    }
}
