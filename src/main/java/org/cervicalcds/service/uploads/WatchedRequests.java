package org.cervicalcds.service.uploads;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/** Tells the body of a connection where each request begins and when it is answered, and the client when a connection ends with its answer. */
final class WatchedRequests implements Adapter {
    private final Adapter requests;
    private final LastCalls lastCalls;

    WatchedRequests(Adapter requests, LastCalls lastCalls) {
        this.requests = requests;
        this.lastCalls = lastCalls;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (lastCalls.areOn()) {
            response.setHeader("Connection", "close");
        }
        if (request.getInputBuffer() instanceof WatchedBody body) {
            body.begin(request);
            requests.service(request, response);
            body.answered();
        } else {
            requests.service(request, response);
        }
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return requests.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
        return requests.asyncDispatch(request, response, status);
    }

    @Override
    public void log(Request request, Response response, long time) {
        requests.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        requests.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return requests.getDomain();
    }
}
