package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The pictures of README and docs are of the page as it is: they are made anew with
 * {@code ./mvnw test -Dtest=PicturesTest -Dpictures.accept=true}; without that they go to {@code target/screenshots}.
 */
class PicturesTest extends InBrowser {

    @Test
    void pictureOfTheWorkbench() throws IOException {
        try (WorkbenchPage page = window(1440, 1160, ColorScheme.LIGHT).open("#patient=" + FELL)) {
            assertThat(page.card("as-cervical-fracture-risk")).isVisible();
            page.screenshotOfWindow("workbench");
        }
        keep("workbench");
    }

    @Test
    void pictureOfWhyAndWhyNot() throws IOException {
        try (WorkbenchPage page = window(1600, 1000, ColorScheme.LIGHT)
                .open("#patient=v03-osteoporosis-chiropractic&hook=order-select&orders=massage-deep")) {
            assertThat(page.card("deep-massage-caution")).isVisible();
            assertThat(page.at("why").locator("[data-card=deep-massage-caution]"))
                    .hasAttribute("open", "");
            page.screenshotOf("#answer", "why");
        }
        keep("why");
    }

    private static void keep(String name) throws IOException {
        Path made = Path.of("target/screenshots", name + ".png");
        Path kept = Path.of("docs", name + ".png");
        if (Boolean.getBoolean("pictures.accept")) {
            Files.write(kept, Files.readAllBytes(made));
        }
        assertThat(kept).isNotEmptyFile();
        assertThat(made).isNotEmptyFile();
    }
}
