package org.cervicalcds.service.access;

import java.io.IOException;
import java.net.SocketException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;

/** A query is sent a second time only where a kept connection had gone away under it, never because of an answer (CDSH-FHIR-8). */
final class StaleConnectionRetry implements HttpRequestRetryStrategy {
    /** Attribute of a query whose answer had begun. */
    static final String ANSWERED = "cervical-cds.answered";

    @Override
    public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
        if (count > 1 || context.getAttribute(ANSWERED) != null) {
            return false;
        }
        EndpointDetails connection = HttpCoreContext.cast(context).getEndpointDetails();
        boolean kept = connection != null && connection.getRequestCount() > 1;
        boolean broken = failure instanceof ConnectionClosedException || failure instanceof SocketException;
        return failure instanceof RequestNotExecutedException || (kept && broken);
    }

    @Override
    public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
        return false;
    }

    @Override
    public TimeValue getRetryInterval(HttpResponse response, int count, HttpContext context) {
        return TimeValue.ZERO_MILLISECONDS;
    }
}
