package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Alert rules and dashboard ask for metrics and labels that the running service really has. */
final class DeployTest {
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:cervical_cds|http_server|jvm|process)_[a-z0-9_]+|up)(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)");
    private static final Pattern SERIES = Pattern.compile("^([a-z0-9_]+)(?:\\{(.*)})? .*");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
    /** Prometheus adds them. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private static final Map<String, Set<String>> EXPOSED = new HashMap<>();
    private static RunningService service;

    @BeforeAll
    static void scrape() throws IOException {
        service = RunningService.start(
                "--cervical-cds.security.clients[0].issuer=https://ehr.example",
                "--cervical-cds.security.clients[0].jwks-file=target/no-such-keys.json");
        get("/cds-services");
        for (String line : get("/actuator/prometheus").lines().toList()) {
            var series = SERIES.matcher(line);
            if (series.matches()) {
                Set<String> labels = EXPOSED.computeIfAbsent(series.group(1), name -> new HashSet<>());
                if (series.group(2) != null) {
                    LABEL.matcher(series.group(2)).results().forEach(label -> labels.add(label.group(1)));
                }
            }
        }
        EXPOSED.put("up", Set.of());
        // It is there only once cards were called and looked at; its name and labels stand in the source.
        String drift = Files.readString(Path.of("src/main/java/org/cervicalcds/service/insights/DriftWatch.java"));
        assertThat(drift)
                .contains("MultiGauge.builder(\"cervical.cds.card.drift\")", "Tags.of(\"card\", card, \"direction\",");
        EXPOSED.put("cervical_cds_card_drift", Set.of("card", "direction"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String get(String path) {
        return service.http().get(path).body();
    }

    private static void check(List<String> expressions) {
        assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(expression -> {
            List<MatchResult> named = METRIC.matcher(expression).results().toList();
            assertThat(named).as(expression).isNotEmpty();
            Set<String> labels = new HashSet<>(ADDED);
            for (MatchResult metric : named) {
                assertThat(EXPOSED.keySet()).as(expression).contains(metric.group(1));
                Set<String> known = EXPOSED.getOrDefault(metric.group(1), Set.of());
                labels.addAll(known);
                if (metric.group(2) != null) {
                    Set<String> asked = new HashSet<>();
                    LABEL.matcher(metric.group(2)).results().forEach(label -> asked.add(label.group(1)));
                    asked.removeAll(ADDED);
                    assertThat(known).as(expression).containsAll(asked);
                }
            }
            BY.matcher(expression).results().forEach(by -> assertThat(labels)
                    .as(expression)
                    .contains(by.group(1).split(", ")));
            assertThat(expression.chars().filter(c -> c == '(').count())
                    .as(expression)
                    .isEqualTo(expression.chars().filter(c -> c == ')').count());
        });
    }

    @Test
    void alertRulesNameWhatIsExposed() {
        JsonNode rules = new YAMLMapper()
                .readTree(Path.of("deploy/prometheus/alerts.yaml").toFile());
        List<String> expressions = new ArrayList<>();
        for (JsonNode rule : rules.at("/groups/0/rules")) {
            assertThat(rule.path("alert").asString()).startsWith("CervicalCds");
            assertThat(rule.at("/labels/severity").asString()).isIn("critical", "warning");
            assertThat(rule.at("/annotations/summary").asString()).isNotEmpty();
            expressions.add(rule.path("expr").asString());
        }
        check(expressions);
    }

    @Test
    void theDashboardNamesWhatIsExposed() {
        JsonNode dashboard = JsonMapper.shared()
                .readTree(Path.of("deploy/grafana/cervical-cds.json").toFile());
        List<String> expressions = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asString()));
        }
        check(expressions);
    }

    /** Helm reads nothing outside of its chart, and a symbolic link does not survive every archive of the sources. */
    @Test
    void theChartHasTheSameAlertsAndDashboard() {
        Path chart = Path.of("deploy/helm/cervical-cds/files");
        assertThat(chart.resolve("alerts.yaml"))
                .as("cp deploy/prometheus/alerts.yaml " + chart)
                .isRegularFile()
                .hasSameBinaryContentAs(Path.of("deploy/prometheus/alerts.yaml"));
        assertThat(chart.resolve("dashboard.json"))
                .as("cp deploy/grafana/cervical-cds.json " + chart + "/dashboard.json")
                .isRegularFile()
                .hasSameBinaryContentAs(Path.of("deploy/grafana/cervical-cds.json"));
    }

    @Test
    void prometheusIsToldTheRightPath() {
        JsonNode config = new YAMLMapper()
                .readTree(Path.of("deploy/prometheus/prometheus.yaml").toFile());
        assertThat(get(config.at("/scrape_configs/0/metrics_path").asString())).contains("# TYPE");
        assertThat(config.at("/rule_files/0").asString()).isEqualTo("alerts.yaml");
    }
}
