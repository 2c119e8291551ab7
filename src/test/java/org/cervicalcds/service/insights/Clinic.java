package org.cervicalcds.service.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service over real HTTP, with a clock that the test moves. */
public final class Clinic implements AutoCloseable {
    public static final String SERVICE = "/cds-services/cervical-patient-view";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final String base;

    /** Without another database the record is a file in the folder: two clinics over one folder are two replicas of one. */
    public Clinic(Path data, Clock clock, String... settings) {
        boolean elsewhere =
                Arrays.stream(settings).anyMatch(setting -> setting.startsWith("cervical-cds.database.url="));
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                elsewhere ? "--cervical-cds.explain=true" : "--cervical-cds.database.url=",
                                "--cervical-cds.data=" + data,
                                "--cervical-cds.quiet.without-token=true",
                                "--logging.level.org.cervicalcds.decisions=warn"),
                        Arrays.stream(settings).map(setting -> "--" + setting))
                .toArray(String[]::new);
        context = new SpringApplicationBuilder(CervicalCds.class)
                .initializers(made -> ((GenericApplicationContext) made)
                        .registerBean("movingClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)))
                .run(arguments);
        base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    public JsonNode post(String path, String body) {
        String answer = send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
    }

    /** The status of the answer. */
    public int status(String path, String body) {
        return sent(HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }

    /** The body of an answer, as it comes. */
    public InputStream open(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(base + path)).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private static String send(HttpRequest request) {
        HttpResponse<String> response = sent(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<String> sent(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keys of the service's prefetch. */
    List<String> prefetchKeys() {
        for (JsonNode service : JSON.readTree(get("/cds-services")).get("services")) {
            if (SERVICE.endsWith(service.get("id").asString())) {
                return List.copyOf(service.get("prefetch").propertyNames());
            }
        }
        throw new IllegalStateException("no such service");
    }

    /** Waits until so many calls of this clinic are on record. */
    void awaitWritten(long calls) {
        await("calls on record")
                .atMost(Duration.ofSeconds(60))
                .until(() -> bean(MeterRegistry.class)
                                .counter("cervical.cds.store.decisions", "result", "written")
                                .count()
                        >= calls);
    }

    @Override
    public void close() {
        context.close();
    }
}
