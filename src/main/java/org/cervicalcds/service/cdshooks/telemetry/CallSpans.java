package org.cervicalcds.service.cdshooks.telemetry;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.service.access.QueryOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Writes the steps of a hook call and its FHIR queries below the span of the HTTP request, once the call is over. They carry times, the service,
 * and resource types; nothing that came with the call.
 */
public final class CallSpans {
    /** Nobody traces. */
    public static final CallSpans NONE = new CallSpans(null);

    private final @Nullable Tracer tracer;

    public CallSpans(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * @param service id of a service that is offered
     */
    public void write(String service, Stopwatch times) {
        Span request = tracer == null ? null : tracer.currentSpan();
        if (tracer == null
                || request == null
                || !Boolean.TRUE.equals(request.context().sampled())) {
            return;
        }
        request.tag("cds.service", service);
        long clockAhead = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        long start = times.startedNanos() + clockAhead;
        Span fetch = null;
        for (Map.Entry<String, Long> lap : times.micros().entrySet()) {
            long end = start + TimeUnit.MICROSECONDS.toNanos(lap.getValue());
            Span step = span(tracer, request, lap.getKey(), start, null);
            step.end(end, TimeUnit.NANOSECONDS);
            fetch = lap.getKey().equals("fetch") ? step : fetch;
            start = end;
        }
        for (QueryOutcome asked : times.asked()) {
            Span query = span(
                    tracer,
                    fetch == null ? request : fetch,
                    "fhir query",
                    asked.startedNanos() + clockAhead,
                    Span.Kind.CLIENT);
            query.tag("fhir.resource", asked.resourceType());
            query.tag("fhir.server", asked.server());
            query.tag("outcome", asked.outcome().code());
            query.end(asked.endedNanos() + clockAhead, TimeUnit.NANOSECONDS);
        }
    }

    private static Span span(Tracer tracer, Span parent, String name, long start, Span.@Nullable Kind kind) {
        Span.Builder builder =
                tracer.spanBuilder().setParent(parent.context()).name(name).startTimestamp(start, TimeUnit.NANOSECONDS);
        return (kind == null ? builder : builder.kind(kind)).start();
    }
}
