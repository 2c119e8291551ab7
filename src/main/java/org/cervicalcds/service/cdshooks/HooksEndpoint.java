package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.service.cdshooks.discovery.Discoveries;
import org.cervicalcds.service.cdshooks.discovery.Discovery;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.feedback.FeedbackReader;
import org.cervicalcds.service.cdshooks.feedback.FeedbackSink;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.CallSpans;
import org.cervicalcds.service.cdshooks.telemetry.DecisionLog;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.MediaTypes;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.uploads.ByteBudget;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The three addresses of CDS Hooks under {@code /cds-services}. */
@Controller
final class HooksEndpoint {
    private final Discoveries discoveries;
    private final Map<String, OfferedService> services;
    private final HookCall hookCall;
    private final Callers callers;
    private final FeedbackReader feedbackReader;
    private final FeedbackSink feedbackSink;
    private final int maxBodyBytes;
    private final ByteBudget budget;
    private final CallMeters meters;
    private final CallSpans spans;

    HooksEndpoint(
            Discoveries discoveries,
            Map<String, OfferedService> services,
            HookCall hookCall,
            Callers callers,
            FeedbackReader feedbackReader,
            FeedbackSink feedbackSink,
            int maxBodyBytes,
            ByteBudget budget,
            CallMeters meters,
            CallSpans spans) {
        this.discoveries = discoveries;
        this.services = services;
        this.hookCall = hookCall;
        this.callers = callers;
        this.feedbackReader = feedbackReader;
        this.feedbackSink = feedbackSink;
        this.maxBodyBytes = maxBodyBytes;
        this.budget = budget;
        this.meters = meters;
        this.spans = spans;
    }

    /** The services on offer (CDSH-DISC-1). */
    @GetMapping({"/cds-services", "/cds-services/"})
    void discover(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Discovery discovery = discoveries.of(Callers.Sender.of(request).client());
        response.addHeader("Vary", "Authorization");
        response.setHeader("ETag", discovery.etag());
        response.setHeader("Cache-Control", "no-cache");
        String known = request.getHeader("If-None-Match");
        if (known != null && known.contains(discovery.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        Replies.write(response, discovery.json());
    }

    /** A hook call (CDSH-REQ-1). */
    @RequestMapping("/cds-services/{id}")
    void call(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Stopwatch times = new Stopwatch();
        try {
            OfferedService service = service(id);
            if (isPost(request, response)) {
                MediaTypes.check(request);
                HookCall.Reply reply;
                try (Body body = Body.read(request, maxBodyBytes, budget)) {
                    reply = hookCall.answer(
                            Callers.Sender.of(request), service, body, times, request.getHeader("Accept-Language"));
                }
                response.setStatus(reply.status());
                response.addHeader("Vary", "Accept-Language");
                if (!reply.languages().isEmpty()) {
                    response.setHeader(
                            "Content-Language",
                            reply.languages().stream()
                                    .map(Locale::toLanguageTag)
                                    .collect(Collectors.joining(", ")));
                }
                Replies.write(response, reply.body());
                meters.called(id, reply.status(), times);
            }
        } catch (RequestProblem problem) {
            meters.called(id, problem.status(), times);
            DecisionLog.refused(times.requestId(), services.containsKey(id) ? id : "-", problem.status());
            throw problem;
        } catch (RuntimeException bug) {
            meters.called(id, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, times);
            DecisionLog.refused(
                    times.requestId(),
                    services.containsKey(id) ? id : "-",
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            throw bug;
        } finally {
            if (services.containsKey(id)) {
                spans.write(id, times);
            }
        }
    }

    /** What became of cards (CDSH-FB-1). */
    @RequestMapping("/cds-services/{id}/feedback")
    void feedback(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        OfferedService service = service(id);
        if (isPost(request, response)) {
            MediaTypes.check(request);
            feedbackSink.take(
                    callers.ofFeedback(Callers.Sender.of(request)),
                    service.id(),
                    feedbackReader.read(
                            Body.bytes(request, Math.min(maxBodyBytes, FeedbackReader.LONGEST_BODY), budget)));
            response.setContentLength(0);
        }
    }

    private OfferedService service(String id) {
        OfferedService service = services.get(id);
        if (service == null) {
            throw new RequestProblem(404, "not-found", "There is no CDS service of this id.");
        }
        return service;
    }

    /** Answers OPTIONS at once; every other method but POST is refused. */
    private static boolean isPost(HttpServletRequest request, HttpServletResponse response) {
        if (request.getMethod().equals("POST")) {
            return true;
        }
        response.setHeader("Allow", "POST, OPTIONS");
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return false;
        }
        throw new RequestProblem(405, "not-supported", "Only POST is supported here.");
    }
}
