package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The report of a replay, as the workbench shows it, in a real browser. */
class ReplayReportTest extends InBrowser {

    /** It is made when it is first asked for, which may take longer than a browser waits. */
    @BeforeAll
    void makeTheReport() {
        assertThat(new HookClient(port).get("/replay-report").statusCode()).isEqualTo(200);
    }

    @Test
    void theReportPassesAxeAndSaysInNumbersWhatItsBarsShow() {
        try (WorkbenchPage page = desk().visit("replay-report")) {
            page.hasNoAxeViolation();
            page.screenshot("replay-report");
            assertThat(texts(page, "h2"))
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
            assertThat(texts(page, "tbody tr:has(rect) td.n"))
                    .as("beside each bar stands its number")
                    .isNotEmpty()
                    .allMatch(number -> number.matches("[0-9.]+"));
            assertThat(texts(page, "th[scope=row]")).contains("Emergency department", "Rheumatology");
        }
    }

    @SuppressWarnings("unchecked") // a list of texts in JavaScript
    private static List<String> texts(WorkbenchPage page, String selector) {
        return (List<String>) page.evaluate("s => [...document.querySelectorAll(s)].map(e => e.textContent)", selector);
    }

    @Test
    void theReportFitsAPhone() {
        try (WorkbenchPage page = window(390, 800, ColorScheme.LIGHT).visit("replay-report")) {
            page.isNotWiderThanItsWindow();
            page.hasNoAxeViolation();
        }
    }
}
