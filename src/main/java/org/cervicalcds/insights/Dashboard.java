package org.cervicalcds.insights;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.store.Slice;
import org.cervicalcds.store.Store;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves the page of what became of the cards. */
@Controller
final class Dashboard {
    private final Store store;
    private final Clock clock;
    private final Map<String, String> titles = new LinkedHashMap<>();

    Dashboard(Store store, CardDeck deck, Clock clock) {
        this.store = store;
        this.clock = clock;
        deck.definitions().forEach(card -> titles.put(card.id(), card.title()));
    }

    /** Days {@code from} and {@code to} are included; {@code card} and {@code client} narrow it down. */
    @GetMapping("/insights")
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LocalDate today = LocalDate.now(clock);
        Slice slice = Question.read(request.getParameterMap(), Question.ALL, today);
        Figures figures = Figures.read(store.statistics(), slice);
        byte[] html = new DashboardPage(slice, figures, titles, clock.instant().atZone(clock.getZone()))
                .html()
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
    }
}
