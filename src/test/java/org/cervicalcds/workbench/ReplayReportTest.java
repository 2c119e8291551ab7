package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The report of a replay, as the workbench shows it, in a real browser. */
class ReplayReportTest extends InBrowser {

    @Test
    void theReportPassesAxeAndSaysInNumbersWhatItsBarsShow() {
        try (WorkbenchPage page = desk().visit("replay-report")) {
            page.hasNoAxeViolation();
            page.screenshot("replay-report");
            assertThat(page.texts("h2"))
                    .containsAll(List.of(
                            "Cards shown",
                            "By tier",
                            "By month",
                            "By class of encounter",
                            "By department",
                            "First and repeated",
                            "What each rule would save",
                            "Undetermined by missing need",
                            "Codes in systems that are not read"));
            assertThat(page.texts("tbody tr:has(rect) td.n"))
                    .as("beside each bar stands its number")
                    .isNotEmpty()
                    .allMatch(number -> number.matches("[0-9.]+"));
            PlaywrightAssertions.assertThat(page.page().locator("tr", new com.microsoft.playwright.Page.LocatorOptions()
                            .setHasText("Emergency department")))
                    .not()
                    .hasCount(0);
        }
    }

    @Test
    void theReportFitsAPhone() {
        try (WorkbenchPage page = window(390, 800, ColorScheme.LIGHT).visit("replay-report")) {
            assertThat(page.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            page.hasNoAxeViolation();
        }
    }
}
