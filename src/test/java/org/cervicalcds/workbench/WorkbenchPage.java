package org.cervicalcds.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The workbench open in one browser window, which notes every console error and every request that leaves this host. */
final class WorkbenchPage implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double PATIENCE_MILLIS = 15_000;

    /** Axe is slow in large pages: hidden tabs, and sections beside the part it looks at, wait outside. */
    private static final String SET_ASIDE =
            """
            selector => {
                const part = document.querySelector(selector);
                const tabs = [...document.querySelectorAll('[role=tabpanel]')].filter(each => each.closest('[hidden]'));
                const sections = [...document.querySelectorAll('main > section')]
                    .filter(each => !each.contains(part) && !part.contains(each));
                window.setAside = [...tabs, ...sections]
                    .map(each => {
                        const content = document.createDocumentFragment();
                        content.append(...each.childNodes);
                        return () => each.append(content);
                    });
            }""";

    private static final String PUT_BACK = "() => window.setAside.forEach(putBack => putBack())";

    private final String address;
    private final BrowserContext context;
    private final Page page;
    private final List<String> consoleErrors = new ArrayList<>();
    private final List<String> foreignRequests = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    WorkbenchPage(Browser browser, String address, Browser.NewContextOptions options) {
        this.address = address;
        context = browser.newContext(options);
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.setDefaultNavigationTimeout(4 * PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            // The page asks once more where the machine's network changed, as when a container starts beside it.
            if (message.type().equals("error") && !message.text().contains("ERR_NETWORK_CHANGED")) {
                consoleErrors.add(message.text());
            }
        });
        page.onPageError(consoleErrors::add);
        page.onRequestFailed(request -> {
            if (!request.failure().contains("ERR_ABORTED")) {
                System.out.println("no answer: " + request.url() + " " + request.failure());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && others.stream().noneMatch(request.url()::startsWith)) {
                foreignRequests.add(request.url());
            }
        });
    }

    static Browser.NewContextOptions window(int width, int height, ColorScheme scheme) {
        return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
    }

    /** Opens the workbench and waits until it has read the patients and opened the chart that the address names, or the first. */
    WorkbenchPage open(String hash) {
        page.navigate(address + hash);
        awaitStart();
        return this;
    }

    private void awaitStart() {
        page.locator("#main:not([aria-busy])").waitFor(new Locator.WaitForOptions().setTimeout(4 * PATIENCE_MILLIS));
    }

    /** From now on requests to these addresses get no answer, the first {@code times} of them. */
    void breakOff(String addresses, int times) {
        page.route(addresses, Route::abort, new Page.RouteOptions().setTimes(times));
    }

    /** From now on answers to these addresses are held back, until the returned one is run. */
    Runnable hold(String addresses) {
        List<Route> held = new ArrayList<>();
        page.route(addresses, held::add);
        return () -> {
            page.unroute(addresses);
            held.forEach(Route::resume);
        };
    }

    /** Opens another page of the service. */
    WorkbenchPage read(String path) {
        page.navigate(address + path);
        return this;
    }

    /** Another page of this service. */
    WorkbenchPage visit(String path) {
        page.navigate(address + path);
        return this;
    }

    /** From now on the page may ask this host too. */
    WorkbenchPage mayAsk(String origin) {
        others.add(origin);
        return this;
    }

    /** What a function of the page returns; never nothing. */
    Object evaluate(String script, Object argument) {
        return Objects.requireNonNullElse(page.evaluate(script, argument), "");
    }

    /** Reloads the page as a visitor would. */
    void reload() {
        page.reload();
        awaitStart();
    }

    void openDetails() {
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
    }

    /** An option of the field of this name. */
    void choose(String field, String value) {
        page.locator("select[name=" + field + "]").selectOption(value);
    }

    /** Presses a key where the focus is. */
    void key(String name) {
        page.keyboard().press(name);
    }

    void press(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
        page.waitForLoadState();
    }

    /** Opens a chart and waits for the answer to the hook that this fires. */
    WorkbenchPage openChart(String patientId) {
        if (at("toggle-patients").isVisible()
                && at("toggle-patients").getAttribute("aria-expanded").equals("false")) {
            at("toggle-patients").click();
        }
        answerTo("patient-view", () -> at("patient-" + patientId).click());
        return this;
    }

    /** Does something that fires a hook and waits until its answer is on the screen. */
    Response answerTo(String hook, Runnable action) {
        return answerTo(hook, 200, action);
    }

    /** As above, for an answer that is refused: the browser notes that as an error in the console. */
    Response refusalOf(String hook, Runnable action) {
        Response response = answerTo(hook, 412, action);
        expectConsoleErrorWith("412");
        return response;
    }

    private Response answerTo(String hook, int status, Runnable action) {
        Response response =
                page.waitForResponse(candidate -> candidate.url().endsWith("/cds-services/cervical-" + hook), action);
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.locator("[data-testid=cards]:not([aria-busy])")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        return response;
    }

    /** Does something that sends feedback and waits for its answer. */
    Response feedbackTo(String hook, Runnable action) {
        return page.waitForResponse(
                candidate -> candidate.url().endsWith("/cds-services/cervical-" + hook + "/feedback"), action);
    }

    Locator at(String testId) {
        return page.getByTestId(testId);
    }

    Locator card(String id) {
        return page.locator("article[data-card='" + id + "']");
    }

    String url() {
        return page.url();
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** A picture of what the window shows. */
    void screenshotOfWindow(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** The status of an address below that of the service. */
    int status(String path) {
        return page.request().get(address + path).status();
    }

    /** A picture of one part of the page. */
    void screenshotOf(String selector, String name) {
        page.locator(selector).screenshot(new Locator.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    void hasNoAxeViolation() {
        hasNoAxeViolation("html", new AxeBuilder(page));
    }

    void hasNoAxeViolationIn(String selector) {
        hasNoAxeViolation(selector, new AxeBuilder(page).include(selector));
    }

    private void hasNoAxeViolation(String selector, AxeBuilder axe) {
        page.evaluate(SET_ASIDE, selector);
        AxeRunOptions violations = new AxeRunOptions();
        violations.setResultTypes(List.of("violations"));
        // The usual mode opens another window to put the results of frames together; no page of ours has any.
        assertThat(axe.options(violations).setLegacyMode(true).analyze().getViolations())
                .extracting(WorkbenchPage::words)
                .isEmpty();
        page.evaluate(PUT_BACK);
    }

    void isNotWiderThanItsWindow() {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no sideways scrolling")
                .isEqualTo(true);
    }

    /** Forgets the errors noted so far that contain the text; a request answered 400 is one in the console. */
    void expectConsoleErrorWith(String text) {
        assertThat(consoleErrors).anyMatch(error -> error.contains(text));
        consoleErrors.removeIf(error -> error.contains(text));
    }

    /** Closes the window and complains of what it noted. */
    @Override
    public void close() {
        Throwable complaint = catchThrowable(() -> {
            assertThat(consoleErrors).as("console errors").isEmpty();
            assertThat(foreignRequests).as("requests to other hosts").isEmpty();
        });
        context.close();
        if (complaint instanceof Error error) {
            throw error;
        }
    }

    private static String words(Rule rule) {
        return rule.getId() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
