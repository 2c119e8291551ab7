package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.service.insights.SeasonClinic;
import org.cervicalcds.service.store.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestConstructor;

/** The page of what became of the cards, in a real browser, over ten weeks on record. */
@Tag("browser")
// A record of its own: other tests put theirs on the one that is shared.
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.database.url=jdbc:h2:mem:dashboard")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class DashboardTest {
    private static final String NO_YEAR = "insights?from=2001-01-01&to=2001-01-31";

    @LocalServerPort
    private int port;

    private final Store store;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Playwright playwright = Playwright.create();
    private Browser browser;

    DashboardTest(Store store, MeterRegistry meters, Clock clock) {
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    @BeforeAll
    void fillAndStartBrowser() throws InterruptedException {
        browser = playwright.chromium().launch(SystemChromium.launchOptions());
        SeasonClinic.play(store, meters, clock.instant());
    }

    @AfterAll
    void stopBrowser() {
        playwright.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void thePagePassesAxe(ColorScheme scheme) {
        try (WorkbenchPage page = window(1366, 900, scheme).visit("insights")) {
            page.openDetails();
            page.hasNoAxeViolation();
            page.screenshot("insights-" + scheme.name().toLowerCase(Locale.ROOT));
            page.visit(NO_YEAR);
            page.hasNoAxeViolation();
            page.screenshot("insights-empty-" + scheme.name().toLowerCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @CsvSource({"phone,390,844", "zoom-200,720,450", "desk,1400,900", "projector,1920,1080"})
    void noWindowNeedsSidewaysScrolling(String name, int width, int height) {
        try (WorkbenchPage page = window(width, height, ColorScheme.LIGHT).visit("insights")) {
            page.openDetails();
            page.isNotWiderThanItsWindow();
            page.screenshot("insights-" + name);
        }
    }

    /** On a desk nothing scrolls sideways on its own either. */
    @Test
    void everyTableKeepsToThePage() {
        try (WorkbenchPage page = window(1400, 900, ColorScheme.LIGHT).visit("insights")) {
            page.openDetails();
            Object wide = page.evaluate(
                    "() => [...document.querySelectorAll('.wide')].filter(box => box.scrollWidth > box.clientWidth + 1)"
                            + ".map(box => box.getAttribute('aria-label') + ' ' + box.scrollWidth + ' in ' + box.clientWidth)",
                    "");
            assertThat((List<?>) wide).isEmpty();
        }
    }

    @Test
    void reasonsAndSuggestionsAreReadInWords() {
        try (WorkbenchPage page = window(1366, 900, ColorScheme.LIGHT).visit("insights")) {
            PlaywrightAssertions.assertThat(page.at("overridden-as-cervical-fracture-risk-already-addressed"))
                    .containsText("Already addressed");
            PlaywrightAssertions.assertThat(page.at("overridden-as-cervical-fracture-risk-"))
                    .containsText("No reason given");
            PlaywrightAssertions.assertThat(
                            page.at("suppressed-as-cervical-fracture-risk-rule:snooze:already-addressed"))
                    .containsText("Snoozed: Already addressed");
            PlaywrightAssertions.assertThat(page.at("undetermined-as-cervical-fracture-risk-recent-trauma"))
                    .containsText("Recent trauma");
            PlaywrightAssertions.assertThat(page.at("followed").first())
                    .containsText("Order CT of the cervical spine, stat");
        }
    }

    @Test
    void cardThatFellSilentHasABannerAndAChart() {
        try (WorkbenchPage page = window(1366, 900, ColorScheme.LIGHT).visit("insights")) {
            PlaywrightAssertions.assertThat(page.at("drift"))
                    .containsText("Red flags of neck pain at https://north.example fell silent");
            PlaywrightAssertions.assertThat(page.at("drift").locator("li")).hasCount(2);
            // Others may have commented later: the service is that of other tests too.
            PlaywrightAssertions.assertThat(page.at("comment")
                            .filter(new Locator.FilterOptions().setHasText("<report> & letter"))
                            .first())
                    .isVisible();
        }
    }

    @Test
    void choosingACardAndASiteShowsOnlyThem() {
        try (WorkbenchPage page = window(1366, 900, ColorScheme.LIGHT).visit("insights")) {
            page.choose("card", "as-cervical-fracture-risk");
            page.choose("client", "https://north.example");
            page.press("Show");
            PlaywrightAssertions.assertThat(page.at("card-as-cervical-fracture-risk"))
                    .hasCount(1);
            PlaywrightAssertions.assertThat(page.at("card-neck-pain-red-flags")).hasCount(0);
            PlaywrightAssertions.assertThat(page.at("drift")).hasCount(0);
            page.press("Show");
            PlaywrightAssertions.assertThat(page.at("card-as-cervical-fracture-risk"))
                    .hasCount(1);
        }
    }

    @Test
    void withNothingOnRecordThePageSaysSo() {
        try (WorkbenchPage page = window(1366, 900, ColorScheme.LIGHT).visit(NO_YEAR)) {
            PlaywrightAssertions.assertThat(page.at("empty")).containsText("does not mean that all is well");
        }
    }

    private WorkbenchPage window(int width, int height, ColorScheme scheme) {
        return new WorkbenchPage(
                browser, "http://localhost:" + port + "/", WorkbenchPage.window(width, height, scheme));
    }
}
