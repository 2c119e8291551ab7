package org.cervicalcds.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.cervicalcds.testkit.FakeServer.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

/** A FHIR server: a search of which it knows nothing finds nothing, a read is a 404; what is asked is told below its base. */
public final class FakeFhirServer extends FakeServer {
    private final String path;

    public FakeFhirServer() {
        this("/fhir", options());
    }

    /** One that stands below another path, or is made in another way. */
    public FakeFhirServer(String path, WireMockConfiguration options) {
        super(options);
        this.path = path;
        findNothing();
    }

    private void findNothing() {
        answer(urlPathMatching(path + "/[A-Z][A-Za-z]*"), json(Resources.bundle()));
    }

    public String base() {
        return origin() + path;
    }

    private String address(String below) {
        return path + (below.startsWith("?") ? "" : "/") + below;
    }

    /** Answers what is below the base: a reference such as {@code Patient/p1}, a search such as {@code Condition}, or a page. */
    public void on(String below, ResponseDefinitionBuilder... answers) {
        answer(address(below), answers);
    }

    /** Answers a reference, or a search of a type, with a resource. */
    public void holds(String below, String resource) {
        on(below, json(resource));
    }

    public void refuses(String below, int status) {
        on(below, aResponse().withStatus(status));
    }

    /** How often it was asked for a reference or a search. */
    public int askedFor(String below) {
        return asked(address(below));
    }

    @Override
    public void reset() {
        super.reset();
        findNothing();
    }
}
