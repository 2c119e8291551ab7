package org.cervicalcds.service.access;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.Sample;
import org.cervicalcds.fhir.reading.SuppliedData;
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

    /** The first answers are slow: classes are loaded on both sides. */
    @BeforeAll
    static void start() {
        SERVER.start();
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null))));
        for (int round = 0; round < 20 && !how(new Sample(), CONDITIONS).isAll(); round++) {
            SERVER.resetRequests();
        }
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
                open,
                allowed,
                anyServer,
                true,
                List.of("http://localhost", "http://127.0.0.1"),
                List.of(),
                50,
                6,
                Duration.ofMillis(1500),
                3,
                10_000,
                List.of());
    }

    private static AccessRules rules(int queriesAtOnce, List<AccessRules.Alias> aliases) {
        return new AccessRules(
                List.of(),
                List.of(),
                true,
                true,
                List.of("http://localhost", "http://127.0.0.1"),
                List.of(),
                50,
                queriesAtOnce,
                Duration.ofMillis(1500),
                3,
                10_000,
                aliases);
    }

    private static Map<Need, SuppliedData> fetch(FhirAccess access, Sample sample, Query... queries) {
        Grant grant = Grants.of(access, base(), token(null), "p1", List.of()).orElseThrow();
        return access.fetch(grant, List.of(queries), sample.reader);
    }

    private static final FhirAccess ACCESS = new FhirAccess(rules(List.of(), List.of(), true));

    private static Authorization token(@Nullable String scope) {
        return new Authorization("secret-token", "Bearer", 300L, scope, "us", "p1");
    }

    private static String base() {
        return SERVER.baseUrl() + "/a/b";
    }

    private static Map<Need, SuppliedData> fetch(Sample sample, Query... queries) {
        Grant grant = Grants.of(ACCESS, base(), token(null), "p1", List.of()).orElseThrow();
        return ACCESS.fetch(grant, List.of(queries), sample.reader);
    }

    private static Availability how(Sample sample, Query query) {
        return how(fetch(sample, query), query.need());
    }

    private static Availability how(Map<Need, SuppliedData> supplied, Need need) {
        SuppliedData what = supplied.get(need);
        return what == null ? Availability.nothing(Cause.NONE) : what.availability();
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
        Grant grant =
                Grants.of(ACCESS, base() + slash, token(null), "p1", List.of()).orElseThrow();

        Map<Need, SuppliedData> supplied = ACCESS.fetch(grant, List.of(CONDITIONS), sample.reader);

        assertThat(how(supplied, Need.CONDITIONS)).isEqualTo(Availability.ALL);
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
        Map<Need, SuppliedData> supplied = fetch(new Sample(), queries);
        long millis = (System.nanoTime() - start) / 1_000_000;

        assertThat(supplied.values()).extracting(SuppliedData::availability).containsOnly(Availability.ALL);
        assertThat(millis).isLessThan(1200);
    }

    @Test
    void furtherPagesAreFollowedOnTheSameServer() {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(base() + "?page=2", condition("1")))));
        SERVER.stubFor(get("/a/b?page=2").willReturn(okJson(page(null, condition("2")))));
        Sample sample = new Sample();

        assertThat(how(sample, CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(sample.chart().conditions()).hasSize(2);
    }

    @Test
    void linkOfAPrefetchedPageIsFollowed() {
        SERVER.stubFor(get("/a/b?page=2").willReturn(okJson(page(null, condition("2")))));
        Sample sample = new Sample();

        assertThat(how(sample, new Query(Need.CONDITIONS, base() + "?page=2", true)))
                .isEqualTo(Availability.ALL);
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

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/other/b?page=2",
                "/a/bc?page=2",
                "../../other/Condition?page=2",
                "/a/b/../c?page=2",
                "/a/b/%2e%2e/c?page=2",
                "/a/b/..%2fc?page=2",
                "//localhost.example/a/b?page=2",
            })
    void linkOutsideOfTheBaseIsNotFollowed(String link) {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(link, condition("1")))));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://inside.invalid:8080/r4/Condition?page=2", "http://inside.invalid:8080/r4?page=2"})
    void linkBelowAnAliasIsAskedBelowTheBase(String link) {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(link, condition("1")))));
        SERVER.stubFor(get(urlMatching("/a/b(/Condition)?\\?page=2")).willReturn(okJson(page(null, condition("2")))));
        try (FhirAccess aliased = new FhirAccess(
                rules(6, List.of(new AccessRules.Alias(base() + "/", "http://inside.invalid:8080/r4"))))) {
            assertThat(how(fetch(aliased, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.ALL);
        }
        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
    }

    /** The alias of one tenant leads to no other. */
    @Test
    void linkBesideAnAliasIsNotFollowed() {
        SERVER.stubFor(get(anyUrl())
                .willReturn(okJson(page("http://inside.invalid:8080/other/Condition?page=2", condition("1")))));
        try (FhirAccess aliased =
                new FhirAccess(rules(6, List.of(new AccessRules.Alias(base(), "http://inside.invalid:8080/r4"))))) {
            assertThat(how(fetch(aliased, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
        }
        SERVER.verify(1, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void conditionsAreAskedForByKindWhereAServerWantsThat(int status) {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(aResponse().withStatus(status)));
        SERVER.stubFor(get("/a/b/Condition?patient=p1&category=problem-list-item")
                .willReturn(okJson(page(null, condition("1")))));
        SERVER.stubFor(get("/a/b/Condition?patient=p1&category=encounter-diagnosis")
                .willReturn(okJson(page(null, condition("2")))));
        Sample sample = new Sample();

        assertThat(how(sample, CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(sample.chart().conditions()).hasSize(2);
        SERVER.verify(3, getRequestedFor(anyUrl()));
    }

    @Test
    void ofTwoKindsOneThatIsRefusedLeavesAPart() {
        SERVER.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(403)));
        SERVER.stubFor(get("/a/b/Condition?patient=p1&category=encounter-diagnosis")
                .willReturn(okJson(page(null, condition("2")))));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.REFUSED, 1, 0));

        SERVER.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(403)));
        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.nothing(Cause.REFUSED));
        assertThat(how(new Sample(), PROCEDURES)).isEqualTo(Availability.nothing(Cause.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1"})
    void whoIsAskedTooOftenIsAskedAgain(String retryAfter) {
        SERVER.stubFor(get(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", retryAfter))
                .willSetStateTo("free"));
        SERVER.stubFor(get(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(okJson(page(null, condition("1")))));
        try (FhirAccess access = new FhirAccess(rules(6, List.of()))) {
            assertThat(how(fetch(access, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.ALL);
        }
        SERVER.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void aRestBeyondTheBudgetIsNotWaitedForAndIsOfTheClientThatAskedTooOften() {
        SERVER.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "30")));
        try (FhirAccess access = new FhirAccess(rules(6, List.of()))) {
            long start = System.nanoTime();
            assertThat(how(fetch(access, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.nothing(Cause.REFUSED));
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofMillis(1400).toNanos());
            assertThat(how(fetch(access, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.nothing(Cause.SERVER_BUSY));
            SERVER.verify(1, getRequestedFor(anyUrl()));

            SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null, condition("1")))));
            Grant other = (Grant) access.permission(base(), token(null), "p1", List.of(), "https://other.example");
            assertThat(how(access.fetch(other, List.of(CONDITIONS), new Sample().reader), Need.CONDITIONS))
                    .isEqualTo(Availability.ALL);
        }
    }

    @Test
    void noMoreQueriesAreUnderWayThanTheSettingAllows() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        HttpServer counting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        ExecutorService threads = Executors.newCachedThreadPool();
        counting.setExecutor(threads);
        counting.createContext("/", exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(5_000_000);
            now.decrementAndGet();
            byte[] body = page(null).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        counting.start();
        Query[] queries = new Query[16];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = new Query(new Need("k" + i, "Condition", null), "Condition?n=" + i, false);
        }
        try (FhirAccess access = new FhirAccess(rules(3, List.of()))) {
            String base = "http://localhost:" + counting.getAddress().getPort() + "/fhir";
            Grant grant = Grants.of(access, base, token(null), "p1", List.of()).orElseThrow();

            assertThat(access.fetch(grant, List.of(queries), new Sample().reader)
                            .values())
                    .hasSize(16)
                    .extracting(SuppliedData::availability)
                    .containsOnly(Availability.ALL);
            assertThat(most.get()).isBetween(1, 3);
        } finally {
            counting.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void endlessPagesEndAtTheLimit() {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(base() + "?again", condition("1")))));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 3, 0));
        SERVER.verify(3, getRequestedFor(anyUrl()));
    }

    @Test
    void failedSecondPageLeavesAPart() {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(base() + "?page=2", condition("1")))));
        SERVER.stubFor(get("/a/b?page=2").willReturn(aResponse().withStatus(500)));
        Sample sample = new Sample();

        assertThat(how(sample, CONDITIONS)).isEqualTo(Availability.part(Cause.FAILED, 1, 0));
        assertThat(sample.chart().conditions()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "401 | {} | REFUSED",
                "403 | {} | REFUSED",
                "404 | {'resourceType':'Bundle'} | REFUSED",
                "429 | {} | REFUSED",
                "500 | {} | FAILED",
                "302 | {} | REFUSED",
                "204 | | REFUSED",
                "200 | | UNREADABLE",
                "200 | <html> | UNREADABLE",
                "200 | {'resourceType':'Bundle','entry':[{ | UNREADABLE",
                "200 | [1] | UNREADABLE",
                "200 | {'resourceType':'OperationOutcome','issue':[{'severity':'error'}]} | REFUSED",
                "200 | {'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'timeout'}]} | LATE",
            })
    void whatIsNoAnswerIsAFailure(int status, @Nullable String body, Cause cause) {
        SERVER.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Location", SERVER.baseUrl() + "/other")
                        .withBody(body == null ? "" : body.replace('\'', '"'))));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.nothing(cause));
        SERVER.verify(0, getRequestedFor(urlEqualTo("/other")));
    }

    @Test
    void answerThatIsTooLongIsAFailure() {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null, condition("1".repeat(20_000))))));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.nothing(Cause.FAILED));
    }

    @Test
    void whatIsLateDoesNotHoldUpTheRest() {
        SERVER.stubFor(get("/a/b/Condition?patient=p1").willReturn(okJson(page(null, condition("1")))));
        SERVER.stubFor(
                get("/a/b/Procedure?patient=p1").willReturn(okJson(page(null)).withFixedDelay(5000)));

        long start = System.nanoTime();
        Map<Need, SuppliedData> supplied = fetch(new Sample(), CONDITIONS, PROCEDURES);
        long millis = (System.nanoTime() - start) / 1_000_000;

        assertThat(how(supplied, Need.CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(supplied.get(Need.PROCEDURES)).isEqualTo(SuppliedData.failed(Cause.LATE));
        assertThat(millis).isBetween(1400L, 2500L);
    }

    @Test
    void closedPortIsAFailureWithinTheBudget() {
        Grant grant = Grants.of(ACCESS, "http://localhost:9/fhir", token(null), "p1", List.of())
                .orElseThrow();

        assertThat(ACCESS.fetch(grant, List.of(CONDITIONS), new Sample().reader))
                .containsEntry(Need.CONDITIONS, SuppliedData.failed(Cause.FAILED));
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
        Grant grant = Grants.of(ACCESS, base(), token(scope), "p1", List.of()).orElseThrow();

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
        assertThat(Grants.of(ACCESS, fhirServer, token(null), "p1", List.of())).isEmpty();
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
                List.of("us"),
                50,
                6,
                Duration.ofSeconds(1),
                1,
                1000,
                List.of()));

        assertThat(Grants.of(strict, server, token(null), "p1", List.of())).isPresent();
        assertThat(Grants.of(strict, "HTTPS://EHR.example:443/fhir/", token(null), "p1", List.of()))
                .isPresent();
        assertThat(Grants.of(strict, server, token(null), "p2", List.of())).isEmpty();
        assertThat(Grants.of(strict, server, null, "p1", List.of())).isEmpty();
        assertThat(Grants.of(strict, "https://other.example/fhir", token(null), "p1", List.of()))
                .isEmpty();
        assertThat(Grants.of(strict, "http://ehr.example/fhir", token(null), "p1", List.of()))
                .isEmpty();
        assertThat(Grants.of(
                        strict, server, new Authorization("t", "Bearer", 300L, null, "them", null), "p1", List.of()))
                .isEmpty();
        assertThat(Grants.of(strict, server, new Authorization("t", "mac", 300L, null, "us", null), "p1", List.of()))
                .isEmpty();
        assertThat(Grants.of(strict, server, new Authorization("t", null, 0L, null, "us", null), "p1", List.of()))
                .isEmpty();
        assertThat(Grants.of(strict, server, new Authorization("t\nx", null, null, null, "us", null), "p1", List.of()))
                .isEmpty();
    }

    @Test
    void openServerIsAskedWithoutToken() {
        SERVER.stubFor(get(anyUrl()).willReturn(okJson(page(null))));
        FhirAccess open = new FhirAccess(rules(List.of(base() + "/"), List.of(), false));
        Optional<Grant> grant = Grants.of(open, base(), null, "p1", List.of());

        open.fetch(grant.orElseThrow(), List.of(CONDITIONS), new Sample().reader);

        SERVER.verify(1, getRequestedFor(anyUrl()).withoutHeader("Authorization"));
        assertThat(Grants.of(ACCESS, base(), null, "p1", List.of())).isEmpty();
    }

    @Test
    void tokenIsNeverPrinted() {
        assertThat(token("user/*.read").toString()).doesNotContain("secret");
    }
}
