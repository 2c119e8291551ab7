package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a visitor meets who was never here, by eye and by keyboard. */
class FirstVisitTest extends InBrowser {

    @Test
    void firstStoryOpensByItself() {
        try (WorkbenchPage page = desk().open("")) {
            assertThat(page.at("intro")).containsText("Choose another patient");
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
            assertThat(page.url()).endsWith("#patient=" + FELL + "&hook=patient-view");
            page.openChart("v11-as-ruled-out");
            assertThat(page.at("intro")).isHidden();
        }
    }

    @Test
    void whoComesFromAnotherViewMeetsIt() {
        try (WorkbenchPage page = desk().open("#view=codes")) {
            page.answerTo("patient-view", () -> page.at("view-chart").click());
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
        }
    }

    @Test
    void pageSaysThatThePatientsAreBeingRead() {
        try (WorkbenchPage page = desk()) {
            Runnable goOn = page.hold("**/fhir/Patient?*");
            page.visit("");
            assertThat(page.at("welcome")).containsText("The patients are being read");
            assertThat(page.at("patient-list")).containsText("The patients are being read");
            page.screenshot("being-read");
            goOn.run();
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
            assertThat(page.at("welcome")).isHidden();
        }
    }

    /** Whoever reads by ear or by keyboard meets the parts in the order in which others see them. */
    @ParameterizedTest
    @ValueSource(ints = {390, 900, 1400, 2100})
    void partsStandInTheOrderOfTheSource(int width) {
        try (WorkbenchPage page = window(width, 900, ColorScheme.LIGHT).open("")) {
            Object astray = page.evaluate(
                    """
                    () => [...document.querySelectorAll('.patients, .banner, .cards, .hood, .orders, .chart')]
                      .filter((part) => part.checkVisibility())
                      .map((part) => [part.className, part.getBoundingClientRect()])
                      .flatMap(([name, box], at, all) => {
                        const before = all[at - 1]?.[1];
                        return !before || box.left >= before.right - 1 || box.top >= before.bottom - 1 ? [] : [name];
                      })""",
                    "");
            assertThat((java.util.List<?>) astray).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,cards-title", "2,orders-title", "3,chart"})
    void skipLinksLeadToTheParts(int tabs, String target) {
        try (WorkbenchPage page = desk().open("")) {
            for (int i = 0; i < tabs; i++) {
                page.key("Tab");
            }
            page.key("Enter");
            assertThat(page.evaluate("() => document.activeElement.id", "")).isEqualTo(target);
        }
    }
}
