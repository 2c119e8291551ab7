package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the running service says of itself, to people and to machines. */
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.sandbox.enabled=false")
final class CapabilityPageTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HookClient http;

    CapabilityPageTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    private String get(String path) {
        HttpResponse<String> response = http.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    @Test
    void pageSaysWhatASiteMustTypeIn() {
        String page = get("/capabilities");

        for (JsonNode service : MAPPER.readTree(get("/cds-services")).path("services")) {
            assertThat(page)
                    .contains(
                            service.path("id").asString(), service.path("hook").asString());
            service.path("prefetch").propertyStream().forEach(key -> assertThat(page)
                    .contains("<code>" + key.getKey() + "</code>")
                    .contains(HtmlUtils.htmlEscape(key.getValue().asString())));
        }
        assertThat(page)
                .contains("user/Condition.read", "ES384", "Hosts of links", "/feedback", "iss as registered")
                .doesNotContain("<script", "style=", "null", "<li><code></code>");
        get("/css/capabilities.css");
    }

    @Test
    void openApiDescribesEveryAddress() {
        JsonNode api = MAPPER.readTree(get("/v3/api-docs"));

        assertThat(api.path("openapi").asString()).startsWith("3.");
        assertThat(api.path("paths").propertyNames())
                .contains(
                        "/cds-services",
                        "/cds-services/cervical-patient-view",
                        "/cds-services/cervical-order-sign/feedback");
        assertThat(api.at("/paths/~1cds-services~1cervical-patient-view/post/responses")
                        .propertyNames())
                .contains("200", "401", "412", "429");
    }
}
