package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;

/** The pages for people: links lead somewhere, lines can be read, and what can be compared with the code is. */
final class DocsTest {
    private static final int LONGEST_LINE = 120;
    /** Written by many hands a line at a time, or from the code. */
    private static final Set<Path> UNWRAPPED = Set.of(
            Path.of("CHANGELOG.md"),
            Path.of("docs/engine.md"),
            Path.of("docs/replay.md"),
            Path.of("docs/security.md"),
            Path.of("docs/settings.md"),
            Path.of("cds-cards/README.md"));

    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Pattern LINK = Pattern.compile("!?\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("(?sm)^```[a-z]*\\n.*?^```$");

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> top = Files.list(Path.of("."))) {
            List<Path> pages = new ArrayList<>(Stream.concat(docs, top)
                    .map(Path::normalize)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList());
            pages.add(Path.of("cds-cards/README.md"));
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutBlocks(String text) {
        return BLOCK.matcher(text).replaceAll("");
    }

    /** As GitHub names a heading. */
    private static Set<String> anchors(Path page) {
        return withoutBlocks(text(page))
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyLinkLeadsToAFileAndAHeadingThatAreThere() {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(withoutBlocks(text(page)));
            while (links.find()) {
                String link = links.group(1);
                if (link.matches("[a-z]+:.*")) {
                    continue;
                }
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? page
                        : page.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target)) {
                    dead.add(page + ": " + link);
                } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                    dead.add(page + ": " + link + " (no such heading)");
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyPageIsReachedFromReadme() {
        String readme = text(Path.of("README.md"));
        assertThat(pages())
                .filteredOn(page -> page.startsWith("docs"))
                .hasSizeGreaterThan(10)
                .allSatisfy(page ->
                        assertThat(readme).contains("](" + page.toString().replace('\\', '/') + ")"));
    }

    /** Rows of a table and examples cannot be broken; addresses neither. */
    @Test
    void linesOfProseAreWrapped() {
        List<String> longer = new ArrayList<>();
        for (Path page :
                pages().stream().filter(page -> !UNWRAPPED.contains(page)).toList()) {
            withoutBlocks(text(page))
                    .lines()
                    .filter(line -> line.length() > LONGEST_LINE
                            && !line.startsWith("|")
                            && !line.matches(".*https?://\\S{60,}.*"))
                    .forEach(line -> longer.add(page + ": " + line));
        }
        assertThat(longer).isEmpty();
    }

    @EnableConfigurationProperties(ServiceSettings.class)
    private static final class Checked {
        @Bean
        String checked(ServiceSettings settings, Environment environment) {
            new SafeSettings(environment).check(settings);
            return "checked";
        }
    }

    @Test
    void theProductionFileHasKnownSettingsAndNoUnsafeOne() {
        Matcher file = Pattern.compile("(?s)```yaml\\n(spring:.*?)```").matcher(text(Path.of("docs/operations.md")));
        assertThat(file.find()).isTrue();
        ByteArrayResource yaml = new ByteArrayResource(file.group(1).getBytes(StandardCharsets.UTF_8));
        new ApplicationContextRunner()
                .withInitializer(context -> {
                    try {
                        new YamlPropertySourceLoader()
                                .load("production file", yaml)
                                .forEach(context.getEnvironment().getPropertySources()::addFirst);
                        context.getEnvironment().addActiveProfile("production");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues(
                        "CDS_DATABASE_PASSWORD=x",
                        "CDS_PATIENT_KEY=a secret of sixteen or more",
                        "CDS_OPERATORS_TOKEN=0123456789012345678901234567890123456789")
                .withUserConfiguration(Checked.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ServiceSettings settings = context.getBean(ServiceSettings.class);
                    assertThat(settings.security().requireJwt()).isTrue();
                    assertThat(settings.database()).hasToString("PostgreSQL");
                    assertThat(settings.security().clients()).hasSize(1);
                });
    }

    @Test
    void everyUnsafeSettingIsListed() {
        List<String> names = found(
                "unsafe\\.put\\(\\s*\"([a-z-]+)\"", text(Path.of("src/main/java/org/cervicalcds/SafeSettings.java")));
        assertThat(names).hasSizeGreaterThan(8);
        assertThat(found(
                        "(?m)^\\| `([a-z-]+)` \\| ",
                        text(Path.of("docs/settings.md")).split("## Unsafe settings", 2)[1]))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void theRunbookHasEachAlert() {
        List<String> alerts = found("(?m)^ *- alert: (\\w+)$", text(Path.of("deploy/prometheus/alerts.yaml")));
        assertThat(alerts).hasSizeGreaterThan(10);
        List<String> headings = found("(?m)^### (\\w+)$", text(RUNBOOK));
        assertThat(headings).containsExactlyInAnyOrderElementsOf(alerts);
    }

    /** The causes for which the Patient or the Conditions cannot be had; those below came, but in part. */
    @Test
    void theRunbookHasEachCauseOfA412() {
        assertThat(EnumSet.range(Availability.Cause.NO_ACCESS, Availability.Cause.UNREADABLE))
                .allSatisfy(cause -> assertThat(text(RUNBOOK)).contains("| `" + cause.code() + "` |"));
    }

    @Test
    void theRunbookHasEachReasonForWhichATokenIsRefused() {
        String runbook = text(RUNBOOK).replaceAll("\\s+", " ");
        Pattern refusal = Pattern.compile("(?s)InvalidTokenException\\s*\\.(?:token|forbidden|unavailable)\\(([^;]+);");
        List<String> reasons = new ArrayList<>();
        for (String file : List.of("clients/TokenVerifier", "clients/Claims", "TokenAuthentication", "ClientFilter")) {
            String source = text(Path.of("src/main/java/org/cervicalcds/service/trust/" + file + ".java"));
            refusal.matcher(source)
                    .results()
                    .forEach(found -> reasons.addAll(found("\"([^\"]* [^\"]+)\"", found.group(1))));
        }
        assertThat(reasons).hasSizeGreaterThan(15);
        assertThat(reasons.stream().map(String::strip).filter(reason -> !runbook.contains(reason)))
                .isEmpty();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
