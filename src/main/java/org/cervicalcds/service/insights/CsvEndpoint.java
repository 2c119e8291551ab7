package org.cervicalcds.service.insights;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.reports.Span;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Sends what is kept as CSV, for the days from {@code from} to {@code to}, both included, in the time zone of the service. */
@Controller
final class CsvEndpoint {
    private final Store store;
    private final Clock clock;

    CsvEndpoint(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Writes one of the exports. */
    private interface Export {
        void write(OffsetDateTime from, OffsetDateTime to, Writer out);
    }

    /** Feedback by the time it was received, with the decision it is about. */
    @GetMapping("/insights/feedback.csv")
    void feedback(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send("feedback", store.exports()::feedback, request, response);
    }

    /** Every card definition that was decided. */
    @GetMapping("/insights/decisions.csv")
    void decisions(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send("decisions", store.exports()::decisions, request, response);
    }

    private void send(String name, Export export, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Span span = InsightsQuery.read(request.getParameterMap(), InsightsQuery.PERIOD, LocalDate.now(clock))
                .span();
        Download download = new Download(response, name + "-" + span.first() + "-" + span.last() + ".csv");
        if (request.getMethod().equals("HEAD")) {
            download.begin();
            return;
        }
        try {
            export.write(start(span.first()), start(span.last().plusDays(1)), download);
            download.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay(clock.getZone()).toOffsetDateTime();
    }
}
