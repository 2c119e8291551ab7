package org.cervicalcds.service.insights;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.reports.StatisticsScope;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves the page of what became of the cards. */
@Controller
final class Dashboard {
    private final Store store;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ExpectedRates expected;
    private final Names names;

    Dashboard(Store store, CardDeck deck, Clock clock, MeterRegistry meters, ExpectedRates expected) {
        this.store = store;
        this.meters = meters;
        this.clock = clock;
        this.expected = expected;
        this.names = new Names(deck.definitions());
    }

    /** Entries of records that could not be read since the start, by code system, the most first. */
    private Map<String, Long> unreadSystems() {
        Map<String, Long> entries = new LinkedHashMap<>();
        meters.find("cervical.cds.unknown.code.systems").counters().stream()
                .sorted(Comparator.comparingDouble(Counter::count).reversed())
                .forEach(counter ->
                        entries.put(String.valueOf(counter.getId().getTag("system")), Math.round(counter.count())));
        return entries;
    }

    /** Days {@code from} and {@code to} are included; {@code card} and {@code client} narrow it down. */
    @GetMapping("/insights")
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LocalDate today = LocalDate.now(clock);
        StatisticsScope slice = InsightsQuery.read(request.getParameterMap(), InsightsQuery.ALL, today);
        InsightsData figures = InsightsData.read(store.statistics(), slice);
        byte[] html = new DashboardPage(
                        slice,
                        figures,
                        names,
                        unreadSystems(),
                        expected,
                        clock.instant().atZone(clock.getZone()))
                .html()
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
    }
}
