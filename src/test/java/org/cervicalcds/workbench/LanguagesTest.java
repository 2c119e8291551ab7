package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workbench and card book speak the language of the browser, or the one that was chosen on the page. */
class LanguagesTest extends InBrowser {
    private static final String LANGUAGE = "() => document.documentElement.lang";

    private WorkbenchPage browserIn(String locale) {
        Browser.NewContextOptions options = WorkbenchPage.window(1366, 900, ColorScheme.LIGHT);
        return window(options.setLocale(locale));
    }

    @ParameterizedTest
    @CsvSource({"de-AT,de,Patienten,Kritisch", "es-MX,es,Pacientes,Crítica", "fr-CA,fr,Patients,Critique"})
    void theWorkbenchSpeaksTheLanguageOfTheBrowser(String locale, String language, String patients, String critical) {
        try (WorkbenchPage page = browserIn(locale).open("").openChart(FELL)) {
            assertThat(page.evaluate(LANGUAGE, "")).isEqualTo(language);
            assertThat(page.evaluate("() => document.getElementById('patients-title').textContent", ""))
                    .isEqualTo(patients);
            assertThat(page.at("card-indicator").first()).hasText(critical);
            assertThat(page.at("card-summary").first()).hasAttribute("lang", language);
            assertThat(page.at("language")).hasValue(language);
            page.hasNoAxeViolation();
            page.isNotWiderThanItsWindow();
            page.screenshot("workbench-" + language);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "de-CH,de,Cervical CDS: Kartenbuch",
        "es,es,Cervical CDS: libro de tarjetas",
        "fr,fr,Cervical CDS : livre des cartes",
        "nl,en,Cervical CDS: card book"
    })
    void theCardBookSpeaksTheLanguageOfTheBrowser(String locale, String language, String title) {
        try (WorkbenchPage page = browserIn(locale).read("card-book")) {
            assertThat(page.evaluate(LANGUAGE, "")).isEqualTo(language);
            assertThat(page.evaluate("() => document.title", "")).isEqualTo(title);
            // The whole would take axe minutes; the page of one card is looked at in WorkbenchTest.
            page.hasNoAxeViolationIn("header");
            page.isNotWiderThanItsWindow();
        }
    }

    /** German words are the longest. */
    @Test
    void theLongestWordsFitAPhone() {
        Browser.NewContextOptions phone = WorkbenchPage.window(390, 844, ColorScheme.DARK);
        try (WorkbenchPage page = window(phone.setLocale("de-DE")).open("").openChart(FELL)) {
            page.hasNoAxeViolation();
            page.isNotWiderThanItsWindow();
            page.screenshot("workbench-de-phone");
            page.read("card-book");
            page.isNotWiderThanItsWindow();
        }
    }

    /** A second row would push the card down by its height. */
    @Test
    void theHeaderIsOneRowOnALaptop() {
        try (WorkbenchPage page = window(1440, 900, ColorScheme.LIGHT).open("")) {
            for (String language : List.of("en", "de", "es", "fr")) {
                page.at("language").selectOption(language);
                assertThat(page.at("card-summary").first()).hasAttribute("lang", language);
                assertThat((int) page.evaluate("() => document.querySelector('.top').offsetHeight", ""))
                        .as(language)
                        .isLessThan(80);
            }
        }
    }

    /** What a visitor chooses stays, and the cards and the book follow it. */
    @Test
    void theLanguageCanBeChosen() {
        try (WorkbenchPage page = browserIn("en-US").open("").openChart(FELL)) {
            assertThat(page.at("card-indicator").first()).hasText("Critical");
            page.at("language").selectOption("de");
            assertThat(page.at("card-indicator").first()).hasText("Kritisch");
            assertThat(page.at("card-summary").first()).hasAttribute("lang", "de");
            page.read("card-book?labels=de");
            assertThat(page.evaluate(LANGUAGE, "")).isEqualTo("de");
            page.open("");
            assertThat(page.evaluate(LANGUAGE, "")).isEqualTo("de");
        }
    }
}
