package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.RunningService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the Helm chart renders is what the application understands: its settings, ports, probes and secrets.
 *
 * <p>Needs {@code helm}: on the path, or named by the variable {@code HELM}. Continuous integration brings it.
 */
@Tag("process")
final class HelmChartTest {
    private static final Path CHART = Path.of("deploy/helm/cervical-cds");
    private static final YAMLMapper YAML = new YAMLMapper();

    @BeforeAll
    static void helmIsThere() throws IOException, InterruptedException {
        boolean there = run(helm(), "version", "--short") != null;
        assertThat(there || System.getenv("CI") == null)
                .as("continuous integration has helm")
                .isTrue();
        assumeTrue(there, "helm is not installed; the chart is checked where it is");
    }

    private static String helm() {
        return System.getenv().getOrDefault("HELM", "helm");
    }

    /** Standard output; null where the command is missing or fails. */
    private static @Nullable String run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? out : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Map<String, JsonNode> render(String values, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                helm(),
                "template",
                "r",
                CHART.toString(),
                "--values",
                CHART.resolve("ci/" + values + ".yaml").toString()));
        command.addAll(List.of(more));
        String out = run(command.toArray(String[]::new));
        if (out == null) {
            throw new AssertionError("helm template fails with " + values);
        }
        Map<String, JsonNode> objects = new HashMap<>();
        for (String document : out.split("(?m)^---$")) {
            JsonNode object = YAML.readTree(document);
            if (object != null && object.has("kind")) {
                String name = object.get("kind").stringValue() + " "
                        + object.at("/metadata/name").stringValue();
                assertThat(objects.put(name, object))
                        .as(name + " is there once")
                        .isNull();
            }
        }
        return objects;
    }

    private static JsonNode object(Map<String, JsonNode> objects, String name) {
        JsonNode object = objects.get(name);
        if (object == null) {
            throw new AssertionError(name + " is not rendered, only " + objects.keySet());
        }
        return object;
    }

    private static JsonNode container(Map<String, JsonNode> objects) {
        return object(objects, "Deployment r-cervical-cds").at("/spec/template/spec/containers/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "hospital", "group"})
    void lintFindsNothing(String values) throws IOException, InterruptedException {
        assertThat(run(
                        helm(),
                        "lint",
                        "--strict",
                        CHART.toString(),
                        "--values",
                        CHART.resolve("ci/" + values + ".yaml").toString()))
                .contains("0 chart(s) failed");
    }

    @Test
    void valuesThatAreMissingOrMisspeltAreRefused() throws IOException, InterruptedException {
        assertThat(run(helm(), "template", "r", CHART.toString())).isNull();
        String minimal = CHART.resolve("ci/minimal.yaml").toString();
        assertThat(run(helm(), "template", "r", CHART.toString(), "--values", minimal, "--set", "replicas=3"))
                .isNull();
        assertThat(run(helm(), "template", "r", CHART.toString(), "--values", minimal, "--set", "publicUrl=http://cds"))
                .isNull();
        assertThat(run(helm(), "template", "r", CHART.toString(), "--values", minimal, "--set", "ingress.enabled=true"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "hospital", "group"})
    void podsAreShutInAndReplacedOneByOne(String values) throws IOException, InterruptedException {
        Map<String, JsonNode> objects = render(values);
        JsonNode deployment = object(objects, "Deployment r-cervical-cds");
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = container(objects);

        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").intValue())
                .isZero();
        assertThat(deployment.at("/spec/minReadySeconds").intValue()).isPositive();
        assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").stringValue()).isEqualTo("RuntimeDefault");
        assertThat(pod.at("/automountServiceAccountToken").booleanValue()).isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").booleanValue())
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").stringValue())
                .isEqualTo("ALL");
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("USER " + pod.at("/securityContext/runAsUser").intValue());

        // The time to forget the pod and the longest stop fit into the time that the cluster gives.
        int preStop = Integer.parseInt(
                container.at("/lifecycle/preStop/exec/command/1").stringValue());
        JsonNode application = YAML.readTree(
                Files.readString(Path.of("src/main/resources/application.yaml")).split("(?m)^---$")[0]);
        int stop = Integer.parseInt(application
                .at("/spring/lifecycle/timeout-per-shutdown-phase")
                .stringValue()
                .replace("s", ""));
        assertThat(pod.get("terminationGracePeriodSeconds").intValue()).isGreaterThan(preStop + stop);
    }

    @Test
    void everySecretIsNamedAndNoneIsMade() throws IOException, InterruptedException {
        Map<String, JsonNode> objects = render("hospital");
        assertThat(objects.keySet()).noneMatch(name -> name.startsWith("Secret "));
        List<String> secrets = new ArrayList<>();
        for (JsonNode variable : container(objects).get("env")) {
            JsonNode secret = variable.at("/valueFrom/secretKeyRef/name");
            if (!secret.isMissingNode()) {
                secrets.add(variable.get("name").stringValue() + " " + secret.stringValue());
            }
        }
        assertThat(secrets)
                .containsExactlyInAnyOrder(
                        "SPRING_DATASOURCE_USERNAME cervical-cds-database",
                        "SPRING_DATASOURCE_PASSWORD cervical-cds-database",
                        "CERVICAL_CDS_PATIENT_KEY_SECRET cervical-cds-patient-key",
                        "CERVICAL_CDS_OPERATORS_TOKEN cervical-cds-operators");
    }

    @Test
    void alertsAndDashboardAreThoseOfDeploy() throws IOException, InterruptedException {
        Map<String, JsonNode> objects = render("group");
        assertThat(object(objects, "PrometheusRule r-cervical-cds").get("spec"))
                .isEqualTo(YAML.readTree(Files.readString(Path.of("deploy/prometheus/alerts.yaml"))));
        assertThat(object(objects, "ConfigMap r-cervical-cds-dashboard")
                        .at("/data/cervical-cds.json")
                        .stringValue())
                .isEqualTo(Files.readString(Path.of("deploy/grafana/cervical-cds.json")));
        JsonNode monitor = object(objects, "ServiceMonitor r-cervical-cds");
        JsonNode service = object(objects, "Service r-cervical-cds-management");
        monitor.at("/spec/selector/matchLabels").propertyStream().forEach(label -> assertThat(
                        service.at("/metadata/labels").get(label.getKey()))
                .as(label.getKey())
                .isEqualTo(label.getValue()));
        // Alerts ask for job="cervical-cds", and the job is the value of this label.
        assertThat(service.at("/metadata/labels")
                        .get(monitor.at("/spec/jobLabel").stringValue())
                        .stringValue())
                .isEqualTo("cervical-cds");
    }

    /** Starts the service with the very variables of the container, and asks what the probes and Prometheus ask. */
    @ParameterizedTest
    @ValueSource(strings = {"minimal", "hospital", "group"})
    void theServiceStartsWithTheRenderedSettingsAndAnswersTheProbes(String values, @TempDir Path folder)
            throws IOException, InterruptedException {
        Map<String, JsonNode> objects = render(values);
        JsonNode container = container(objects);
        Map<String, Object> variables = new HashMap<>();
        for (JsonNode variable : container.get("env")) {
            JsonNode value = variable.get("value");
            variables.put(
                    variable.get("name").stringValue(),
                    value == null ? "a-secret-of-at-least-32-characters" : value.stringValue());
        }
        // What only a cluster has: the database, the mounted folders, free ports.
        int managementPort = Integer.parseInt(String.valueOf(variables.put("MANAGEMENT_SERVER_PORT", "0")));
        variables.put("SPRING_DATASOURCE_URL", "jdbc:h2:mem:helm-" + values);
        Path config = Files.createDirectories(folder.resolve("config"));
        Path jwks = Files.createDirectories(folder.resolve("jwks"));
        String yaml = object(objects, "ConfigMap r-cervical-cds")
                .at("/data/application.yaml")
                .stringValue();
        Files.writeString(config.resolve("application.yaml"), yaml.replace("/app/jwks", jwks.toString()));
        JsonNode keys = objects.get("ConfigMap r-cervical-cds-jwks");
        if (keys != null) {
            keys.get("data")
                    .propertyStream()
                    .forEach(file ->
                            write(jwks.resolve(file.getKey()), file.getValue().stringValue()));
        }
        variables.put("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:" + config + "/");
        variables.computeIfPresent("CERVICAL_CDS_OVERLAY", (name, path) -> folder.resolve("no-overlay")
                .toString());
        if (variables.containsKey("CERVICAL_CDS_OVERLAY")) {
            Files.createDirectories(folder.resolve("no-overlay"));
        }
        variables.put("SPRING_PROFILES_ACTIVE", "production");
        variables.put("CERVICAL_CDS_SECURITY_ACKNOWLEDGE_UNSAFE", "no-client,no-allow-list,no-sign-off");
        variables.put("CERVICAL_CDS_DATA", folder.resolve("data").toString());

        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove("systemProperties");
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        try (RunningService service =
                RunningService.start(new SpringApplicationBuilder(CervicalCds.class).environment(environment))) {
            HookClient management = service.management();
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                JsonNode get = container.at("/" + probe + "/httpGet");
                assertThat(get.get("port").stringValue()).isEqualTo("management");
                awaitOk(management, get.get("path").stringValue());
            }
            assertThat(management.get("/actuator/prometheus").statusCode()).isEqualTo(401);
            assertThat(status(management)).isEqualTo(200);
            // The public port tells nothing of how the service runs.
            assertThat(status(service.http())).isNotEqualTo(200);
        }
        assertThat(container.at("/ports/1/containerPort").intValue()).isEqualTo(managementPort);
        assertThat(container.at("/ports/0/containerPort").intValue()).isEqualTo(8080);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitOk(HookClient http, String path) {
        await(path).atMost(Duration.ofSeconds(60)).until(() -> http.get(path).statusCode() == 200);
    }

    /** Of the metrics, for whoever has the operators' token. */
    private static int status(HookClient http) {
        return http.get("/actuator/prometheus", "Authorization", "Bearer a-secret-of-at-least-32-characters")
                .statusCode();
    }
}
