package org.cervicalcds.service.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.RunningService;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service over real HTTP, with a clock that the test moves. */
public final class Clinic implements AutoCloseable {
    public static final String SERVICE = HookClient.service("patient-view");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunningService service;

    /** Without another database the record is a file in the folder: two clinics over one folder are two replicas of one. */
    public Clinic(Path data, Clock clock, String... settings) {
        boolean elsewhere =
                Arrays.stream(settings).anyMatch(setting -> setting.startsWith("cervical-cds.database.url="));
        String[] arguments = Stream.concat(
                        Stream.of(
                                elsewhere ? "--cervical-cds.explain=true" : "--cervical-cds.database.url=",
                                "--cervical-cds.data=" + data,
                                "--cervical-cds.quiet.without-token=true",
                                "--logging.level.org.cervicalcds.decisions=warn"),
                        Arrays.stream(settings).map(setting -> "--" + setting))
                .toArray(String[]::new);
        service = RunningService.start(
                new SpringApplicationBuilder(CervicalCds.class).initializers(made -> ((GenericApplicationContext) made)
                        .registerBean("movingClock", Clock.class, () -> clock, bean -> bean.setPrimary(true))),
                arguments);
    }

    public <T> T bean(Class<T> type) {
        return service.bean(type);
    }

    String get(String path) {
        return ok(service.http().get(path));
    }

    public JsonNode post(String path, String body) {
        String answer = ok(sent(path, body));
        return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
    }

    /** The status of the answer. */
    public int status(String path, String body) {
        return sent(path, body).statusCode();
    }

    /** The body of an answer, as it comes. */
    public InputStream open(String path) {
        return service.http().open(path);
    }

    private HttpResponse<String> sent(String path, String body) {
        return service.http().postBytes(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    /** Keys of the service's prefetch. */
    List<String> prefetchKeys() {
        return List.copyOf(service.http().templates("patient-view").propertyNames());
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
        service.close();
    }
}
