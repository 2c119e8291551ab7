package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.cervicalcds.testkit.HookClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A bug of ours is a 500 that tells nothing of what came in, neither to the client nor to the log. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = ErrorsTest.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "management.endpoint.health.group.readiness.include=readinessState")
final class ErrorsTest {
    private final HookClient http;

    ErrorsTest(@LocalServerPort int port) {
        this.http = new HookClient(port);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.csrf(csrf -> csrf.disable())
                    .authorizeHttpRequests(calls -> calls.anyRequest().permitAll())
                    .build();
        }

        @Bean
        Errors errors() {
            return new Errors();
        }

        @Bean
        Failing failing() {
            return new Failing();
        }
    }

    @Controller
    static final class Failing {
        @GetMapping("/cds-services/{what}")
        void fail(@PathVariable("what") String what) {
            if (what.equals("error")) {
                throw new StackOverflowError("zzsecret");
            }
            throw new IllegalStateException("zzsecret", new IllegalArgumentException("zzsecret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bug", "/error"})
    void bugIsA500WithoutInternals(String path, CapturedOutput output) {
        HttpResponse<String> response = http.get("/cds-services" + path);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("\"resourceType\":\"OperationOutcome\"", "\"code\":\"exception\"")
                .doesNotContain("zzsecret", "Exception", "org.");
        assertThat(output.getAll())
                .contains("A request failed")
                .contains("ErrorsTest$Failing.fail")
                .doesNotContain("zzsecret");
    }

    @Test
    void whatIsNotThereIsAnOutcomeToo() {
        assertThat(http.get("/cds-services/a/b").body()).contains("\"code\":\"not-found\"");
        assertThat(http.send("POST", "/cds-services/bug").headers().firstValue("Allow"))
                .contains("GET");
    }
}
