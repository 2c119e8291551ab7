package org.cervicalcds.workbench.replay;

import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.cervicalcds.content.Content;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Serves the report of the shipped export at {@code /replay-report}, beside the sandbox, unless {@code cervical-cds.sandbox.enabled} says no. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "cervical-cds.sandbox.enabled", havingValue = "true", matchIfMissing = true)
public class ReplayReportConfiguration {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);

    /** Made when it is first asked for, then kept. */
    @Bean
    RouterFunction<ServerResponse> replayReport(Content content) {
        Supplier<ShippedReplay> replay = SingletonSupplier.of(() -> ShippedReplay.of(content));
        return RouterFunctions.route()
                .route(
                        methods(HttpMethod.GET, HttpMethod.HEAD).and(path("/replay-report")),
                        request -> answer(HTML, replay.get().page()))
                .route(
                        methods(HttpMethod.GET, HttpMethod.HEAD).and(path("/replay-report.css")),
                        request -> answer(CSS, replay.get().style()))
                .build();
    }

    private static ServerResponse answer(MediaType type, String text) {
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                .body(text);
    }
}
