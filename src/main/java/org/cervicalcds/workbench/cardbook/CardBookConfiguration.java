package org.cervicalcds.workbench.cardbook;

import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

/** Serves the card book at {@code /card-book}, and the search over its value sets, beside the sandbox, unless {@code cervical-cds.sandbox.enabled} says no; wants a Content. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "cervical-cds.sandbox.enabled", havingValue = "true", matchIfMissing = true)
public class CardBookConfiguration {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** Made when it is first asked for, then kept; {@code ?language=de} opens the German beside the English. */
    @Bean
    RouterFunction<ServerResponse> cardBook(Content content) {
        Supplier<CardBook> book = SingletonSupplier.of(() -> new CardBook(content));
        Supplier<String> english = SingletonSupplier.of(() -> book.get().served(null));
        Map<String, Supplier<String>> byLanguage = new HashMap<>();
        content.translations()
                .words()
                .keySet()
                .forEach(language -> byLanguage.put(
                        language, SingletonSupplier.of(() -> book.get().served(language))));
        return RouterFunctions.route()
                .route(methods(HttpMethod.GET, HttpMethod.HEAD).and(path("/card-book")), request -> ServerResponse.ok()
                        .contentType(HTML)
                        .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                        .body(byLanguage
                                .getOrDefault(request.param("language").orElse(""), english)
                                .get()))
                .build();
    }

    /** {@code /card-book/codes?text=} searches value sets; {@code /card-book/findings} says on which of them each finding rests. */
    @Bean
    RouterFunction<ServerResponse> codeSearch(Content content) {
        Supplier<CodeSearch> search = SingletonSupplier.of(() -> new CodeSearch(content));
        return RouterFunctions.route()
                .GET("/card-book/codes", request -> json().body(
                                search.get().find(request.param("text").orElse(""))))
                .GET("/card-book/findings", request -> json().body(search.get().valueSetsByFinding()))
                .build();
    }

    private static ServerResponse.BodyBuilder json() {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate());
    }
}
