package org.cervicalcds.workbench.cardbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.cervicalcds.CervicalCds;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service shows the card book beside the sandbox, and nowhere else. */
class CardBookServedTest {

    private static HttpResponse<String> get(String path, String... properties) throws Exception {
        return send("GET", path, properties);
    }

    private static HttpResponse<String> send(String method, String path, String... properties) throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(CervicalCds.class)
                .properties("server.port=0")
                .properties(properties)
                .run()) {
            int port = Integer.parseInt(
                    Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void theBookIsServed() throws Exception {
        HttpResponse<String> answer = get("/card-book");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(answer.body()).contains("id=\"card-as-cervical-fracture-risk\"", "href=\"card-book.css\"");
    }

    @Test
    void itCanBeAskedForItsHeadersAlone() throws Exception {
        assertThat(send("HEAD", "/card-book").statusCode()).isEqualTo(200);
    }

    @Test
    void soIsItsStyle() throws Exception {
        assertThat(get("/card-book.css").headers().firstValue("Content-Type")).contains("text/css");
    }

    @Test
    void withoutTheSandboxThereIsNoBook() throws Exception {
        assertThat(get("/card-book", "cervical-cds.sandbox.enabled=false").statusCode())
                .isEqualTo(404);
    }
}
