package org.cervicalcds.fhir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.chart.Need;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a FHIR server that behaves, and from ones that do not. */
final class FhirAccessTest {
    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().containerThreads(30));
    private static final Query CONDITIONS = new Query(Need.CONDITIONS, "Condition?patient=p1", false);
    private static final Query PROCEDURES = new Query(Need.PROCEDURES, "Procedure?patient=p1", false);

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void reset() {
        SERVER.resetAll();
    }

    private static AccessRules rules(List<String> open, List<String> allowed, boolean anyServer) {
        return new AccessRules(
                open, allowed, anyServer, true, List.of(), true, List.of(), 50, Duration.ofMillis(1500), 3, 10_000);
    }

    private static final FhirAccess ACCESS = new FhirAccess(rules(List.of(), List.of(), true));

    private static Authorization token(@Nullable String scope) {
        return new Authorization("secret-token", "Bearer", 300L, scope, "us", "p1");
    }

    private static String base() {
        return SERVER.baseUrl() + "/a/b";
    }

    private static Map<Need, Supplied> fetch(Sample sample, Query... queries) {
        Grant grant = ACCESS.grant(base(), token(null), "p1", List.of()).orElseThrow();
        return ACCESS.fetch(grant, List.of(queries), sample.reader);
    }

    private static String condition(String id) {
        return "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"" + id
                + "\",\"subject\":{\"reference\":\"Patient/p1\"},\"code\":{\"text\":\"AS\"}}}";
    }

    private static String page(@Nullable String next, String... entries) {
        String link = next == null ? "" : "\"link\":[{\"relation\":\"next\",\"url\":\"" + next + "\"}],";
        return "{\"resourceType\":\"Bundle\"," + link + "\"entry\":[" + String.join(",", entries) + "]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void queryGoesToTheBaseWithTheTokenAndIsReadIntoTheChart(String slash) {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null, condition("1")))));
        Sample sample = new Sample();
        Grant grant = ACCESS.grant(base() + slash, token(null), "p1", List.of()).orElseThrow();

        Map<Need, Supplied> supplied = ACCESS.fetch(grant, List.of(CONDITIONS), sample.reader);

        assertThat(supplied.get(Need.CONDITIONS)).isEqualTo(Supplied.DATA);
        assertThat(sample.chart().conditions()).hasSize(1);
        SERVER.verify(
                1,
                getRequestedFor(urlEqualTo("/a/b/Condition?patient=p1"))
                        .withHeader("Authorization", equalTo("Bearer secret-token"))
                        .withHeader("Accept", equalTo("application/fhir+json")));
    }

    @Test
    void queriesTravelSideBySide() {
        SERVER.stubFor(
                get(anyUrl()).willReturn(okJson(page(null, condition("1"))).withFixedDelay(300)));
        Query[] queries = new Query[6];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = new Query(new Need("k" + i, "Condition", null), "Condition?n=" + i, false);
        }

        long start = System.nanoTime();
        Map<Need, Supplied> supplied = fetch(new Sample(), queries);
        long millis = (System.nanoTime() - start) / 1_000_000;

        assertThat(supplied.values()).containsOnly(Supplied.DATA);
        assertThat(millis).isLessThan(1200);
    }

    @Test
    void furtherPagesAreFollowedOnTheSameServer() {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(base() + "?page=2", condition("1")))));
        SERVER.stubFor(get("/a/b?page=2").willReturn(okJson(page(null, condition("2")))));
        Sample sample = new Sample();

        assertThat(fetch(sample, CONDITIONS).get(Need.CONDITIONS)).isEqualTo(Supplied.DATA);
        assertThat(sample.chart().conditions()).hasSize(2);
    }

    @Test
    void linkOfAPrefetchedPageIsFollowed() {
        SERVER.stubFor(get("/a/b?page=2").willReturn(okJson(page(null, condition("2")))));
        Sample sample = new Sample();

        Supplied supplied = fetch(sample, new Query(Need.CONDITIONS, base() + "?page=2", true))
                .get(Need.CONDITIONS);

        assertThat(supplied).isEqualTo(Supplied.DATA);
        assertThat(sample.chart().conditions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://elsewhere.example/fhir?page=2",
                "https://localhost/a/b?page=2",
                "file:///etc/passwd",
                "::"
            })
    void linkToAnotherServerIsNotFollowed(String link) {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(link, condition("1")))));

        Supplied supplied = fetch(new Sample(), CONDITIONS).get(Need.CONDITIONS);

        assertThat(supplied).isEqualTo(new Supplied(Supplied.State.DATA, link));
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void endlessPagesEndAtTheLimit() {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(base() + "?again", condition("1")))));

        Supplied supplied = fetch(new Sample(), CONDITIONS).get(Need.CONDITIONS);

        assertThat(supplied).isEqualTo(new Supplied(Supplied.State.DATA, base() + "?again"));
        SERVER.verify(3, getRequestedFor(anyUrl()));
    }

    @Test
    void failedSecondPageLeavesAPart() {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(base() + "?page=2", condition("1")))));
        SERVER.stubFor(get("/a/b?page=2").willReturn(aResponse().withStatus(500)));
        Sample sample = new Sample();

        assertThat(fetch(sample, CONDITIONS))
                .containsEntry(Need.CONDITIONS, new Supplied(Supplied.State.DATA, base() + "?page=2"));
        assertThat(sample.chart().conditions()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "401 | {}",
                "403 | {}",
                "404 | {'resourceType':'Bundle'}",
                "429 | {}",
                "500 | {}",
                "302 | {}",
                "204 | ",
                "200 | ",
                "200 | <html>",
                "200 | {'resourceType':'Bundle','entry':[{",
                "200 | [1]",
                "200 | {'resourceType':'OperationOutcome','issue':[{'severity':'error'}]}",
            })
    void whatIsNoAnswerIsAFailure(int status, @Nullable String body) {
        SERVER.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Location", SERVER.baseUrl() + "/other")
                        .withBody(body == null ? "" : body.replace('\'', '"'))));

        assertThat(fetch(new Sample(), CONDITIONS).get(Need.CONDITIONS)).isEqualTo(Supplied.FAILED);
        SERVER.verify(0, getRequestedFor(urlEqualTo("/other")));
    }

    @Test
    void answerThatIsTooLongIsAFailure() {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null, condition("1".repeat(20_000))))));

        assertThat(fetch(new Sample(), CONDITIONS).get(Need.CONDITIONS)).isEqualTo(Supplied.FAILED);
    }

    @Test
    void whatIsLateDoesNotHoldUpTheRest() {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(null, condition("1")))));
        SERVER.stubFor(
                get("/a/b/Procedure?patient=p1").willReturn(okJson(page(null)).withFixedDelay(5000)));

        long start = System.nanoTime();
        Map<Need, Supplied> supplied = fetch(new Sample(), CONDITIONS, PROCEDURES);
        long millis = (System.nanoTime() - start) / 1_000_000;

        assertThat(supplied)
                .containsEntry(Need.CONDITIONS, Supplied.DATA)
                .containsEntry(Need.PROCEDURES, Supplied.FAILED);
        assertThat(millis).isBetween(1400L, 2500L);
    }

    @Test
    void closedPortIsAFailureWithinTheBudget() {
        Grant grant = ACCESS.grant("http://localhost:9/fhir", token(null), "p1", List.of())
                .orElseThrow();

        assertThat(ACCESS.fetch(grant, List.of(CONDITIONS), new Sample().reader))
                .containsEntry(Need.CONDITIONS, Supplied.FAILED);
    }

    @ParameterizedTest(name = "{0} allows {1} queries")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 2",
                "user/*.read, 2",
                "patient/Condition.read patient/Procedure.rs, 2",
                "patient/Condition.read openid, 1",
                "user/Condition.write launch, 0",
                "EPIC.SOMETHING.R4, 2",
                "patient/Condition.cruds?category=x, 1",
            })
    void onlyWhatTheScopeCoversIsAsked(@Nullable String scope, int asked) {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null))));
        Grant grant = ACCESS.grant(base(), token(scope), "p1", List.of()).orElseThrow();

        ACCESS.fetch(grant, List.of(CONDITIONS, PROCEDURES), new Sample().reader);

        SERVER.verify(asked, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{fhirServerUrl}}",
                "",
                "not a url",
                "/fhir",
                "ftp://host/fhir",
                "http:///fhir",
                "http://user:pw@host/fhir",
                "http://host/fhir?x=1",
                "http://host/fhir#x",
            })
    void whatIsNoBaseAddressIsNotAsked(String fhirServer) {
        assertThat(ACCESS.grant(fhirServer, token(null), "p1", List.of())).isEmpty();
    }

    @Test
    void tokenIsUsedOnlyAsItWasMeant() {
        String server = "https://ehr.example/fhir";
        FhirAccess strict = new FhirAccess(new AccessRules(
                List.of(),
                List.of(server + "/"),
                false,
                false,
                List.of(),
                false,
                List.of("us"),
                50,
                Duration.ofSeconds(1),
                1,
                1000));

        assertThat(strict.grant(server, token(null), "p1", List.of())).isPresent();
        assertThat(strict.grant("HTTPS://EHR.example:443/fhir/", token(null), "p1", List.of()))
                .isPresent();
        assertThat(strict.grant(server, token(null), "p2", List.of())).isEmpty();
        assertThat(strict.grant(server, null, "p1", List.of())).isEmpty();
        assertThat(strict.grant("https://other.example/fhir", token(null), "p1", List.of()))
                .isEmpty();
        assertThat(strict.grant("http://ehr.example/fhir", token(null), "p1", List.of()))
                .isEmpty();
        assertThat(strict.grant(server, new Authorization("t", "Bearer", 300L, null, "them", null), "p1", List.of()))
                .isEmpty();
        assertThat(strict.grant(server, new Authorization("t", "mac", 300L, null, "us", null), "p1", List.of()))
                .isEmpty();
        assertThat(strict.grant(server, new Authorization("t", null, 0L, null, "us", null), "p1", List.of()))
                .isEmpty();
        assertThat(strict.grant(server, new Authorization("t\nx", null, null, null, "us", null), "p1", List.of()))
                .isEmpty();
    }

    @Test
    void openServerIsAskedWithoutToken() {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null))));
        FhirAccess open = new FhirAccess(rules(List.of(base() + "/"), List.of(), false));
        Optional<Grant> grant = open.grant(base(), null, "p1", List.of());

        open.fetch(grant.orElseThrow(), List.of(CONDITIONS), new Sample().reader);

        SERVER.verify(1, getRequestedFor(anyUrl()).withoutHeader("Authorization"));
        assertThat(ACCESS.grant(base(), null, "p1", List.of())).isEmpty();
    }

    @Test
    void tokenIsNeverPrinted() {
        assertThat(token("user/*.read").toString()).doesNotContain("secret");
    }
}
