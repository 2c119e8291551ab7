package org.cervicalcds.workbench;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.BrowserType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine; nothing is downloaded. */
final class SystemChromium {
    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final String MISSING = "NO BROWSER: the workbench was NOT tested. Install Chromium (looked at "
            + String.join(", ", USUAL_PLACES) + ") or name it in the environment variable CHROMIUM.";

    private SystemChromium() {}

    /** How to start it; without one the test is skipped loudly on a desk and fails where the environment says CI=true. */
    static BrowserType.LaunchOptions launchOptions() {
        Optional<Path> found = Stream.concat(
                        Optional.ofNullable(System.getenv("CHROMIUM")).stream(), USUAL_PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(MISSING);
            }
            System.err.println("\n!!! " + MISSING + "\n");
            abort(MISSING);
        }
        return new BrowserType.LaunchOptions()
                .setExecutablePath(found.orElseThrow())
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
    }
}
