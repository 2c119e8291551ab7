package org.cervicalcds.workbench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The real service with its sandbox, and a real browser to look at it with. */
@Tag("browser")
@SpringBootTest(classes = CervicalCds.class, webEnvironment = WebEnvironment.DEFINED_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBrowser {
    static final String FELL = "v01-fall-fused-as";
    static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    int port;

    /** The service names its sandbox as an open server by the port of the settings. */
    @DynamicPropertySource
    static void port(DynamicPropertyRegistry registry) {
        int free = RunningService.freePort();
        registry.add("server.port", () -> free);
    }

    private final Playwright playwright = Playwright.create();
    private Browser browser;

    @BeforeAll
    void startBrowser() {
        browser = playwright.chromium().launch(SystemChromium.launchOptions());
    }

    @AfterAll
    void stopBrowser() {
        playwright.close();
    }

    final String address() {
        return "http://localhost:" + port + "/";
    }

    /** A window as on a desk, of a visitor who was never here. */
    final WorkbenchPage desk() {
        return window(1440, 900, ColorScheme.LIGHT);
    }

    final WorkbenchPage window(Browser.NewContextOptions options) {
        return new WorkbenchPage(browser, address(), options);
    }

    final WorkbenchPage window(int width, int height, ColorScheme scheme) {
        return new WorkbenchPage(browser, address(), WorkbenchPage.window(width, height, scheme));
    }
}
