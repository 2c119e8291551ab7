package org.cervicalcds.service.trust;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every address that is mapped, in every spelling that we could think of: without a token production answers at none but discovery and health. */
@Tag("long")
final class PerimeterTest {
    private static final Path PAGES = Path.of("src/main/resources/static");
    private static final Pattern ROUTE = Pattern.compile("&& (/[a-z0-9/.-]+)\\)");
    private static final Set<String> OPEN = Set.of(
            "/cds-services", "/cds-services/", "/actuator/health", "/actuator/health/liveness", "/livez", "/readyz");
    private static final String CALL = HookRequest.view()
            .prefetch("patient", "{'resourceType':'Patient','id':'p1'}")
            .text();

    private static int status(RunningService service, String method, String path) {
        String body = method.equals("POST") ? CALL.replace('\'', '"') : "";
        return service.http()
                .send(
                        method,
                        path,
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json",
                        "X-Forwarded-Proto",
                        "https")
                .statusCode();
    }

    /** Addresses of all handlers of Spring MVC, of all servlets and filters, and of all files of pages. */
    private static Set<String> mapped(RunningService running) throws IOException {
        ServletWebServerApplicationContext service = running.context();
        Set<String> patterns = new TreeSet<>();
        for (HandlerMapping mapping :
                service.getBeansOfType(HandlerMapping.class).values()) {
            if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
                methods.getHandlerMethods().keySet().forEach(info -> patterns.addAll(info.getPatternValues()));
            } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
                patterns.addAll(urls.getHandlerMap().keySet());
            } else if (mapping instanceof RouterFunctionMapping routes) {
                RouterFunction<?> function = routes.getRouterFunction();
                if (function != null) {
                    ROUTE.matcher(function.toString()).results().forEach(route -> patterns.add(route.group(1)));
                }
            }
        }
        ServletContext servlets = Objects.requireNonNull(service.getServletContext());
        servlets.getServletRegistrations().values().forEach(servlet -> patterns.addAll(servlet.getMappings()));
        servlets.getFilterRegistrations().values().forEach(filter -> patterns.addAll(filter.getUrlPatternMappings()));
        try (Stream<Path> files = Files.walk(PAGES)) {
            files.filter(Files::isRegularFile).forEach(file -> patterns.add("/" + PAGES.relativize(file)));
        }
        Set<String> paths = new TreeSet<>();
        for (String pattern : patterns) {
            paths.add(pattern.replace("/actuator/health/**", "/actuator/health/liveness")
                    .replace("{id}", "cervical-patient-view")
                    .replaceAll("\\{[^}]*}", "x")
                    .replaceAll("/\\*\\*?$", "/x"));
        }
        assertThat(paths)
                .contains("/cds-services/cervical-patient-view/feedback", "/actuator/prometheus", "/v3/api-docs");
        return paths;
    }

    private static String encoded(char letter) {
        return String.format(Locale.ROOT, "%%%02x", (int) letter);
    }

    private static Set<String> spellings(String path) {
        Set<String> all = new LinkedHashSet<>();
        all.add(path);
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char letter = path.charAt(i);
            String before = path.substring(0, i);
            String after = path.substring(i + 1);
            if (letter == '/') {
                for (String slash :
                        List.of("//", "/./", "/%2e/", "/x/../", "/x/%2e%2e/", "/;x=y/", "%2f", "%5c", "/%2f")) {
                    all.add(before + slash + after);
                }
                if (i > 0) {
                    all.add(before + ";x=y/" + after);
                    all.add(before + ";jsessionid=1/" + after);
                    all.add(before + "%3bx=y/" + after);
                    all.add(before + "%20/" + after);
                }
                whole.append(letter);
            } else {
                all.add(before + encoded(letter) + after);
                all.add(before + "%25" + encoded(letter).substring(1) + after);
                all.add(before + Character.toUpperCase(letter) + after);
                whole.append(encoded(letter));
            }
        }
        all.add(whole.toString());
        all.add(whole.toString().toUpperCase(Locale.ROOT));
        all.add(path.toUpperCase(Locale.ROOT));
        for (String end : List.of(
                "/",
                "//",
                "/.",
                "/..",
                "/x/..",
                ";",
                ";x=y",
                ";.css",
                ".json",
                ".css",
                "%20",
                "%00",
                "%0a",
                "%09",
                ".",
                "?",
                "%3f",
                "%23",
                "%ef%bc%8f",
                "%c0%af")) {
            all.add(path + end);
        }
        all.add("/css/.." + path);
        all.add("/css/%2e%2e" + path);
        all.add("/css/..;" + path);
        all.add("/actuator/health/.." + path);
        all.add("/cds-services/.." + path);
        all.add("/cds-services/..;x" + path);
        all.removeIf(spelling -> !spelling.startsWith("/"));
        return all;
    }

    @Test
    void productionAnswersWithoutATokenAtDiscoveryAndHealthOnly() throws IOException {
        try (var service = RunningService.start(
                "--spring.profiles.active=production",
                "--cervical-cds.canaries.hold-readiness=false",
                "--cervical-cds.security.calls-per-minute=0",
                "--cervical-cds.operators.token=0123456789abcdef0123456789abcdef",
                "--cervical-cds.security.acknowledge-unsafe=no-client,no-public-url,no-allow-list")) {
            int tried = 0;
            List<String> answered = new ArrayList<>();
            for (String path : mapped(service)) {
                for (String spelling : spellings(path)) {
                    for (String method : List.of("GET", "POST")) {
                        int status = status(service, method, spelling);
                        boolean refused = status == 400 || status == 401 || status == 404;
                        boolean open =
                                OPEN.contains(path) && ((status == 200 && method.equals("GET")) || status == 405);
                        if (!refused && !open) {
                            answered.add(status + " " + method + " " + spelling);
                        }
                        tried++;
                    }
                }
            }
            System.out.println("Perimeter: " + tried + " requests without a token");
            assertThat(answered).isEmpty();
            assertThat(tried).isGreaterThan(5_000);
            assertThat(status(service, "GET", "/cds-services")).isEqualTo(200);
            assertThat(status(service, "GET", "/actuator/health")).isEqualTo(200);
        }
    }

    @Test
    void encodedLetterOpensNothing() {
        try (var service = RunningService.start("--cervical-cds.security.require-jwt=true")) {
            for (String path : List.of(
                    "/%63ds-services/cervical-patient-view",
                    "/cds%2Dservices/cervical-patient-view",
                    "/cds%2dservices/cervical-patient-view/feedback",
                    "/cds-services/cervical-patient-vie%77",
                    "/cds-services/cervical-patient-view/fee%64back")) {
                assertThat(status(service, "POST", path)).as(path).isEqualTo(401);
            }
        }
    }

    /** Whoever maps a new address lists it in {@link TrustConfiguration}. */
    @Test
    void everyMappedAddressIsListedBesideTheSandbox() throws IOException {
        try (var service = RunningService.start()) {
            List<String> unlisted = new ArrayList<>();
            for (String path : mapped(service)) {
                boolean there = path.matches("/(error|x|webjars/x|actuator/health/x|.*/x|\\*.*)")
                        || status(service, "GET", path) != 404
                        || status(service, "POST", path) != 404;
                if (!there) {
                    unlisted.add(path);
                }
            }
            assertThat(unlisted).isEmpty();
        }
    }
}
