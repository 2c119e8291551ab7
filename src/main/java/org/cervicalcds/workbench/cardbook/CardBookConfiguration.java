package org.cervicalcds.workbench.cardbook;

import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.cervicalcds.content.Content;
import org.cervicalcds.pages.Labels;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
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

    /**
     * The vignettes are played when it is first asked for. {@code ?language=de} opens the German beside the English; the book's own words are in the language
     * of {@code labels}, or else of {@code Accept-Language}.
     */
    @Bean
    RouterFunction<ServerResponse> cardBook(Content content) {
        Supplier<CardBook> book = SingletonSupplier.of(() -> new CardBook(content));
        return RouterFunctions.route()
                .route(methods(HttpMethod.GET, HttpMethod.HEAD).and(path("/card-book")), request -> {
                    Labels labels = request.param("labels")
                            .map(Labels::in)
                            .orElseGet(
                                    () -> Labels.accepted(request.headers().firstHeader(HttpHeaders.ACCEPT_LANGUAGE)));
                    String beside = request.param("language")
                            .filter(content.translations().words()::containsKey)
                            .orElse(null);
                    return ServerResponse.ok()
                            .contentType(HTML)
                            .header(HttpHeaders.CONTENT_LANGUAGE, labels.language())
                            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                            .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                            .body(book.get().served(labels, beside));
                })
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
