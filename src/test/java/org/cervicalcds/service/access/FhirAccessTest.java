package org.cervicalcds.service.access;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.Sample;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.Resources;
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
    private static final FakeFhirServer SERVER = new FakeFhirServer("/a/b", options());
    private static final Duration BUDGET = Duration.ofMillis(1500);
    private static final Query CONDITIONS = new Query(Need.CONDITIONS, "Condition?patient=p1", false);
    private static final Query PROCEDURES = new Query(Need.PROCEDURES, "Procedure?patient=p1", false);

    /** The first answers are slow: classes are loaded on both sides. */
    @BeforeAll
    static void start() {
        for (int round = 0; round < 20 && !how(new Sample(), CONDITIONS).isAll(); round++) {
            SERVER.forget();
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
    }

    private static Map<Need, SuppliedData> fetch(FhirAccess access, Sample sample, Query... queries) {
        Grant grant =
                Grants.of(access, SERVER.base(), token(null), "p1", List.of()).orElseThrow();
        return access.fetch(grant, List.of(queries), sample.reader);
    }

    private static final FhirAccess ACCESS = new FhirAccess(Grants.local(BUDGET, 6));

    private static Authorization token(@Nullable String scope) {
        return new Authorization("secret-token", "Bearer", 300L, scope, "us", "p1");
    }

    private static Map<Need, SuppliedData> fetch(Sample sample, Query... queries) {
        Grant grant =
                Grants.of(ACCESS, SERVER.base(), token(null), "p1", List.of()).orElseThrow();
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
        return Resources.condition(id, "M45.9");
    }

    /** A page with one Condition. */
    private static ResponseDefinitionBuilder page(@Nullable String next, String id) {
        return json(Resources.page(next, condition(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void queryGoesToTheBaseWithTheTokenAndIsReadIntoTheChart(String slash) {
        SERVER.answerAll(page(null, "1"));
        Sample sample = new Sample();
        Grant grant = Grants.of(ACCESS, SERVER.base() + slash, token(null), "p1", List.of())
                .orElseThrow();

        Map<Need, SuppliedData> supplied = ACCESS.fetch(grant, List.of(CONDITIONS), sample.reader);

        assertThat(how(supplied, Need.CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(sample.chart().conditions()).hasSize(1);
        assertThat(SERVER.requests()).singleElement().satisfies(request -> {
            assertThat(request.getUrl()).isEqualTo("/a/b/Condition?patient=p1");
            assertThat(request.getHeader("Authorization")).isEqualTo("Bearer secret-token");
            assertThat(request.getHeader("Accept")).isEqualTo("application/fhir+json");
        });
    }

    @Test
    void queriesTravelSideBySide() {
        SERVER.hold(Duration.ofMillis(300));
        SERVER.answerAll(page(null, "1"));
        Query[] queries = new Query[6];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = new Query(new Need("k" + i, "Condition", null), "Condition?n=" + i, false);
        }

        Map<Need, SuppliedData> supplied = fetch(new Sample(), queries);

        assertThat(supplied.values()).extracting(SuppliedData::availability).containsOnly(Availability.ALL);
        assertThat(SERVER.mostAtOnce()).isGreaterThan(1);
    }

    @Test
    void furtherPagesAreFollowedOnTheSameServer() {
        SERVER.on("Condition?patient=p1", page(SERVER.base() + "?page=2", "1"));
        SERVER.on("?page=2", page(null, "2"));
        Sample sample = new Sample();

        assertThat(how(sample, CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(sample.chart().conditions()).hasSize(2);
    }

    @Test
    void linkOfAPrefetchedPageIsFollowed() {
        SERVER.on("?page=2", page(null, "2"));
        Sample sample = new Sample();

        assertThat(how(sample, new Query(Need.CONDITIONS, SERVER.base() + "?page=2", true)))
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
        SERVER.answerAll(page(link, "1"));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
        assertThat(SERVER.asked()).isEqualTo(1);
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
        SERVER.answerAll(page(link, "1"));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
        assertThat(SERVER.asked()).isEqualTo(1);
    }

    private static FhirAccess aliased(String base) {
        return new FhirAccess(Grants.local(BUDGET, 6, new AccessRules.Alias(base, "http://inside.invalid:8080/r4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://inside.invalid:8080/r4/Condition?page=2", "http://inside.invalid:8080/r4?page=2"})
    void linkBelowAnAliasIsAskedBelowTheBase(String link) {
        SERVER.on("Condition?patient=p1", page(link, "1"));
        SERVER.on("?page=2", page(null, "2"));
        SERVER.on("Condition?page=2", page(null, "2"));
        try (FhirAccess aliased = aliased(SERVER.base() + "/")) {
            assertThat(how(fetch(aliased, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.ALL);
        }
        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
    }

    /** The alias of one tenant leads to no other. */
    @Test
    void linkBesideAnAliasIsNotFollowed() {
        SERVER.answerAll(page("http://inside.invalid:8080/other/Condition?page=2", "1"));
        try (FhirAccess aliased = aliased(SERVER.base())) {
            assertThat(how(fetch(aliased, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
        }
        assertThat(SERVER.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void conditionsAreAskedForByKindWhereAServerWantsThat(int status) {
        SERVER.on("Condition?patient=p1", aResponse().withStatus(status));
        SERVER.on("Condition?patient=p1&category=problem-list-item", page(null, "1"));
        SERVER.on("Condition?patient=p1&category=encounter-diagnosis", page(null, "2"));
        Sample sample = new Sample();

        assertThat(how(sample, CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(sample.chart().conditions()).hasSize(2);
        assertThat(SERVER.asked()).isEqualTo(3);
    }

    @Test
    void ofTwoKindsOneThatIsRefusedLeavesAPart() {
        SERVER.answerAll(aResponse().withStatus(403));
        SERVER.on("Condition?patient=p1&category=encounter-diagnosis", page(null, "2"));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.REFUSED, 1, 0));

        SERVER.answerAll(aResponse().withStatus(403));
        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.nothing(Cause.REFUSED));
        assertThat(how(new Sample(), PROCEDURES)).isEqualTo(Availability.nothing(Cause.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1"})
    void whoIsAskedTooOftenIsAskedAgain(String retryAfter) {
        SERVER.answerAll(aResponse().withStatus(429).withHeader("Retry-After", retryAfter), page(null, "1"));
        try (FhirAccess access = new FhirAccess(Grants.local(BUDGET, 6))) {
            assertThat(how(fetch(access, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.ALL);
        }
        assertThat(SERVER.asked()).isEqualTo(2);
    }

    @Test
    void aRestBeyondTheBudgetIsNotWaitedForAndIsOfTheClientThatAskedTooOften() {
        SERVER.answerAll(aResponse().withStatus(429).withHeader("Retry-After", "30"));
        try (FhirAccess access = new FhirAccess(Grants.local(Duration.ofSeconds(20), 6))) {
            long start = System.nanoTime();
            assertThat(how(fetch(access, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.nothing(Cause.REFUSED));
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(15).toNanos());
            assertThat(how(fetch(access, new Sample(), CONDITIONS), Need.CONDITIONS))
                    .isEqualTo(Availability.nothing(Cause.SERVER_BUSY));
            assertThat(SERVER.asked()).isEqualTo(1);

            SERVER.answerAll(page(null, "1"));
            Grant other =
                    (Grant) access.permission(SERVER.base(), token(null), "p1", List.of(), "https://other.example");
            assertThat(how(access.fetch(other, List.of(CONDITIONS), new Sample().reader), Need.CONDITIONS))
                    .isEqualTo(Availability.ALL);
        }
    }

    @Test
    void noMoreQueriesAreUnderWayThanTheSettingAllows() {
        SERVER.hold(Duration.ofMillis(5));
        Query[] queries = new Query[16];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = new Query(new Need("k" + i, "Condition", null), "Condition?n=" + i, false);
        }
        try (FhirAccess access = new FhirAccess(Grants.local(BUDGET, 3))) {
            Grant grant = Grants.of(access, SERVER.base(), token(null), "p1", List.of())
                    .orElseThrow();

            assertThat(access.fetch(grant, List.of(queries), new Sample().reader)
                            .values())
                    .hasSize(16)
                    .extracting(SuppliedData::availability)
                    .containsOnly(Availability.ALL);
            assertThat(SERVER.mostAtOnce()).isBetween(2, 3);
        }
    }

    @Test
    void endlessPagesEndAtTheLimit() {
        SERVER.answerAll(page(SERVER.base() + "?again", "1"));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.part(Cause.MORE_PAGES, 3, 0));
        assertThat(SERVER.asked()).isEqualTo(3);
    }

    @Test
    void failedSecondPageLeavesAPart() {
        SERVER.on("Condition?patient=p1", page(SERVER.base() + "?page=2", "1"));
        SERVER.on("?page=2", aResponse().withStatus(500));
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
        SERVER.answerAll(aResponse()
                .withStatus(status)
                .withHeader("Location", SERVER.origin() + "/other")
                .withBody(body == null ? "" : body.replace('\'', '"')));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.nothing(cause));
        assertThat(SERVER.asked("/other")).isZero();
    }

    @Test
    void answerThatIsTooLongIsAFailure() {
        SERVER.answerAll(page(null, "1".repeat(20_000)));

        assertThat(how(new Sample(), CONDITIONS)).isEqualTo(Availability.nothing(Cause.FAILED));
    }

    @Test
    void whatIsLateDoesNotHoldUpTheRest() {
        SERVER.on("Condition?patient=p1", page(null, "1"));
        SERVER.on("Procedure?patient=p1", json(Resources.bundle()).withFixedDelay(8000));

        long start = System.nanoTime();
        Map<Need, SuppliedData> supplied = fetch(new Sample(), CONDITIONS, PROCEDURES);
        long millis = (System.nanoTime() - start) / 1_000_000;

        assertThat(how(supplied, Need.CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(supplied.get(Need.PROCEDURES)).isEqualTo(SuppliedData.failed(Cause.LATE));
        assertThat(millis).isBetween(1400L, 7000L);
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
        Grant grant =
                Grants.of(ACCESS, SERVER.base(), token(scope), "p1", List.of()).orElseThrow();

        ACCESS.fetch(grant, List.of(CONDITIONS, PROCEDURES), new Sample().reader);

        assertThat(SERVER.asked()).isEqualTo(asked);
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
        FhirAccess open = new FhirAccess(
                Grants.rules(List.of(SERVER.base() + "/"), List.of(), false, List.of("http://localhost"), BUDGET, 6));
        Optional<Grant> grant = Grants.of(open, SERVER.base(), null, "p1", List.of());

        open.fetch(grant.orElseThrow(), List.of(CONDITIONS), new Sample().reader);

        assertThat(SERVER.requests()).singleElement().satisfies(request -> assertThat(
                        request.containsHeader("Authorization"))
                .isFalse());
        assertThat(Grants.of(ACCESS, SERVER.base(), null, "p1", List.of())).isEmpty();
    }

    @Test
    void tokenIsNeverPrinted() {
        assertThat(token("user/*.read").toString()).doesNotContain("secret");
    }
}
