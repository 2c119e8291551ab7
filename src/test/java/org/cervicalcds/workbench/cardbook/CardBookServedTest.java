package org.cervicalcds.workbench.cardbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service shows the card book beside the sandbox, and nowhere else. */
@Tag("long")
class CardBookServedTest {

    private static HttpResponse<String> get(String path, String... settings) {
        return send("GET", path, settings);
    }

    private static HttpResponse<String> send(String method, String path, String... settings) {
        try (RunningService service = RunningService.start(settings)) {
            return service.http().send(method, path);
        }
    }

    @Test
    void theBookIsServed() {
        HttpResponse<String> answer = get("/card-book");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(answer.body()).contains("id=\"card-as-cervical-fracture-risk\"", "href=\"card-book.css\"");
    }

    @Test
    void itCanBeAskedForItsHeadersAlone() {
        assertThat(send("HEAD", "/card-book").statusCode()).isEqualTo(200);
    }

    @Test
    void soIsItsStyle() {
        assertThat(get("/card-book.css").headers().firstValue("Content-Type")).contains("text/css");
    }

    @Test
    void withoutTheSandboxThereIsNoBook() {
        assertThat(get("/card-book", "--cervical-cds.sandbox.enabled=false").statusCode())
                .isEqualTo(404);
    }
}
