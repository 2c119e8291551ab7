package org.cervicalcds.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A server on a port of its own that answers what it is told to answer and remembers what it was asked; anything else is a 404. */
public class FakeServer implements AutoCloseable {
    private final Door door = new Door();
    private final WireMockServer server;

    public FakeServer() {
        this(options());
    }

    public FakeServer(WireMockConfiguration options) {
        server = new WireMockServer(options.dynamicPort().containerThreads(40).extensions(door));
        server.start();
    }

    public final int port() {
        return server.port();
    }

    public final int httpsPort() {
        return server.httpsPort();
    }

    public final String origin() {
        return "http://localhost:" + port();
    }

    /** A JSON answer; in its text a single quote stands for a double one. */
    public static ResponseDefinitionBuilder json(String text) {
        return okForContentType("application/fhir+json", text.replace('\'', '"'));
    }

    /** An address without a query is meant with any query. */
    private static UrlPattern at(String address) {
        return address.contains("?") ? urlEqualTo(address) : urlPathEqualTo(address);
    }

    /** Answers at an address, which without a query is meant with any; several answers come in turn, and the last one stays. */
    public final void answer(String address, ResponseDefinitionBuilder... answers) {
        answer(at(address), answers);
    }

    /** Answers at every address, until one is told to answer differently. */
    public final void answerAll(ResponseDefinitionBuilder... answers) {
        answer(anyUrl(), answers);
    }

    final void answer(UrlPattern where, ResponseDefinitionBuilder... answers) {
        String scenario = UUID.randomUUID().toString();
        String state = Scenario.STARTED;
        for (int i = 1; i <= answers.length; i++) {
            String next = i < answers.length ? "answer " + (i + 1) : state;
            server.stubFor(any(where)
                    .inScenario(scenario)
                    .whenScenarioStateIs(state)
                    .willReturn(answers[i - 1])
                    .willSetStateTo(next));
            state = next;
        }
    }

    /** All requests so far, the earliest first. */
    public final List<LoggedRequest> requests() {
        return server.findAll(anyRequestedFor(anyUrl()));
    }

    public final List<LoggedRequest> requests(String address) {
        return server.findAll(anyRequestedFor(at(address)));
    }

    public final int asked() {
        return requests().size();
    }

    /** How often it was asked at an address. */
    public final int asked(String address) {
        return requests(address).size();
    }

    /** Keeps each request waiting for so long. */
    public final void hold(Duration each) {
        door.hold = each;
    }

    /** The most requests that were kept waiting side by side. */
    public final int mostAtOnce() {
        return door.most.get();
    }

    /** Forgets what it was asked, not what it answers. */
    public final void forget() {
        server.resetRequests();
    }

    /** Forgets everything. */
    public void reset() {
        server.resetAll();
        hold(Duration.ZERO);
        door.most.set(0);
    }

    @Override
    public final void close() {
        server.stop();
    }

    private static final class Door implements ServeEventListener {
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private volatile Duration hold = Duration.ZERO;

        @Override
        public String getName() {
            return "door";
        }

        @Override
        public void beforeMatch(ServeEvent event, Parameters parameters) {
            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            LockSupport.parkNanos(hold.toNanos());
            waiting.decrementAndGet();
        }
    }
}
