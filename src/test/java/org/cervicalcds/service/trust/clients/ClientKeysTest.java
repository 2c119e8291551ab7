package org.cervicalcds.service.trust.clients;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cervicalcds.testkit.FakeServer.json;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cervicalcds.testkit.FakeServer;
import org.cervicalcds.testkit.MovingClock;
import org.cervicalcds.testkit.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that change, and servers of keys that fail. */
@Tag("long")
final class ClientKeysTest {
    private static final FakeServer SERVER = new FakeServer();
    private static final ECKey NEW = Tokens.ec(Curve.P_384, "new");

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
    }

    private static SecuritySettings.Client client(String uri) {
        return new SecuritySettings.Client(
                "https://ehr.example",
                uri,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of("ES384"),
                false,
                false,
                null);
    }

    private ClientKeys keys() {
        KeySource source = new KeySets().of(client(SERVER.origin() + "/jwks"), false);
        return new ClientKeys("https://ehr.example", source, clock, Duration.ofSeconds(30), Duration.ofHours(1));
    }

    private static void serve(JWK... keys) {
        SERVER.answer("/jwks", json(Tokens.jwks(keys)));
    }

    @Test
    void unknownKeyIsLookedForAgainButNotTooOften() throws KeySourceException {
        serve(Tokens.EC);
        ClientKeys keys = keys();
        assertThat(keys.of("ec1")).hasSize(1);
        serve(Tokens.EC, NEW);
        clock.move(Duration.ofSeconds(31));

        assertThat(keys.of("new")).hasSize(1);
        for (int i = 0; i < 100; i++) {
            assertThat(keys.of("random" + i)).isEmpty();
        }
        assertThat(SERVER.asked()).isEqualTo(2);
    }

    @Test
    void withdrawnKeyEndsWithTheAgeOfTheSet() throws KeySourceException {
        serve(Tokens.EC);
        ClientKeys keys = keys();
        assertThat(keys.of("ec1")).hasSize(1);
        serve(NEW);
        clock.move(Duration.ofSeconds(3601));

        assertThat(keys.of("ec1")).isEmpty();
    }

    static List<ResponseDefinitionBuilder> faults() {
        return List.of(
                aResponse().withStatus(500),
                aResponse().withStatus(302).withHeader("Location", SERVER.origin() + "/other"),
                json("<html>"),
                json("[]"),
                json("{}"),
                json("{\"keys\":[],\"pad\":\"" + "x".repeat(KeySets.MOST_BYTES) + "\"}"),
                json(Tokens.jwks(NEW)).withChunkedDribbleDelay(20, 20_000),
                json(Tokens.jwks(NEW)).withFixedDelay(5_000),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void knownKeysGoOnWhereTheServerFails(ResponseDefinitionBuilder fault) throws KeySourceException {
        serve(Tokens.EC);
        ClientKeys keys = keys();
        assertThat(keys.of("ec1")).hasSize(1);
        SERVER.answer("/jwks", fault);
        clock.move(Duration.ofSeconds(7200));
        long start = System.nanoTime();

        assertThat(keys.of("ec1")).hasSize(1);
        assertThatThrownBy(() -> keys.of("new"))
                .as("a key of a rotation may be among those that could not be loaded")
                .isInstanceOf(JWKSetUnavailableException.class);
        assertThat(keys.isFailing()).isTrue();
        assertThat(keys.known()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(SERVER.asked()).isEqualTo(2);
    }

    /** How many of 40 calls at once for a key do not get it. */
    private static int failuresOf40(ClientKeys keys, String kid) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(40);
        try {
            int failures = 0;
            Callable<Boolean> call = () -> !keys.of(kid).isEmpty();
            for (Future<Boolean> found : callers.invokeAll(Collections.nCopies(40, call))) {
                failures += found.get() ? 0 : 1;
            }
            return failures;
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void whoComesWhileKeysAreLoadedWaitsForThem() throws InterruptedException, ExecutionException {
        SERVER.answer("/jwks", json(Tokens.jwks(Tokens.EC)).withFixedDelay(150));
        ClientKeys keys = keys();

        assertThat(failuresOf40(keys, "ec1")).isZero();
        SERVER.answer("/jwks", json(Tokens.jwks(NEW)).withFixedDelay(150));
        clock.move(Duration.ofSeconds(31));
        assertThat(failuresOf40(keys, "new")).as("at rotation").isZero();
        assertThat(SERVER.asked()).isEqualTo(2);
    }

    @Test
    void withoutAnyKeyTheNextSecondTriesAgain() throws KeySourceException {
        SERVER.answer("/jwks", aResponse().withStatus(500));
        ClientKeys keys = keys();
        keys.prepare();

        assertThatThrownBy(() -> keys.of("ec1")).isInstanceOf(JWKSetUnavailableException.class);
        assertThat(keys.known()).isZero();
        assertThat(SERVER.asked()).isEqualTo(1);
        serve(Tokens.EC);
        clock.move(Duration.ofSeconds(1));
        assertThat(keys.of("ec1")).hasSize(1);
        assertThat(keys.isFailing()).isFalse();
    }

    @Test
    void foreignAndDoubleKeysDoNotBreakASet() throws IOException {
        String odd = "{\"keys\":[{\"kty\":\"XYZ\"},{},{\"kty\":\"RSA\",\"n\":\"!\"},"
                + Tokens.STRANGER.toPublicJWK().toJSONString() + ","
                + Tokens.EC.toPublicJWK().toJSONString() + "]}";

        assertThat(KeySets.parse(odd.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ehr.example/jwks", "file:///etc/passwd", "ftp://ehr.example/x", "nonsense"})
    void keysComeOverHttpsOnlyInProduction(String address) {
        assertThatThrownBy(() -> new KeySets().of(client(address), true)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "none", "dir"})
    void symmetricAlgorithmsCannotBeRegistered(String algorithm) {
        SecuritySettings.Client settings = new SecuritySettings.Client(
                "x",
                "https://x.example",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(algorithm),
                false,
                false,
                null);

        assertThatThrownBy(() -> ClientRegistration.of(settings, keys())).isInstanceOf(IllegalArgumentException.class);
    }

    /** The token and the key that the specification prints, at a time within its life of some four years. */
    @Test
    void tokenOfTheSpecificationIsSignedByItsKey() throws ParseException {
        String address = "https://cds.example.org/cds-services/some-service";
        String token =
                "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUta2lkIiwiamt1IjoiaHR0cHM6Ly9maGlyLWVoci5leG"
                        + "FtcGxlLmNvbS9qd2tfdXJpIn0.eyJpc3MiOiJodHRwczovL2ZoaXItZWhyLmV4YW1wbGUuY29tLyIsImF1ZCI6Imh0dHBzOi8v"
                        + "Y2RzLmV4YW1wbGUub3JnL2Nkcy1zZXJ2aWNlcy9zb21lLXNlcnZpY2UiLCJleHAiOjE0MjI1Njg4NjAsImlhdCI6MTMxMTI4MD"
                        + "k3MCwianRpIjoiZWUyMmIwMjEtZTFiNy00NjExLWJhNWItOGVlYzZhMzNhYzFlIiwidGVuYW50IjoiMmRkZDZjM2EtOGU5YS00"
                        + "NGM2LWEzMDUtNTIxMTFhZDMwMmEyIn0.d1WfLjGRKlcWB94l9do4cM8REXeYJLL6SGUBO8VHZhfM8mwKYP70EMxJ67War4TQb"
                        + "lEpaQrp11wx5p7oPFm2ETYgCicS84vXWEIYTdjooZdooCSDf2L8-i4awdoUwiEb";
        JWK key =
                JWK.parse("{\"kty\":\"EC\",\"use\":\"sig\",\"crv\":\"P-384\",\"kid\":\"example-kid\",\"alg\":\"ES384\","
                        + "\"x\":\"46SDH7Znh821wblCBglA61sNE9ZrHYKKt3qRtRTmSXyOI_FIGBLWrWa0GPUkDCEk\","
                        + "\"y\":\"XMcRuuoGW7CXjQdy-F5i3FeBE0x9hPLdeFdSoDd3ELmx404tLX0VRRcqzAsPhXcI\"}");

        assertThat(specimen(key).verify(token, List.of(address), null).tenant())
                .isEqualTo("2ddd6c3a-8e9a-44c6-a305-52111ad302a2");
        assertThatThrownBy(() -> specimen(Tokens.ec(Curve.P_384, "example-kid")).verify(token, List.of(address), null))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining("no known key made the signature");
    }

    /** Verifies tokens of the issuer that the specification prints. */
    private TokenVerifier specimen(JWK key) {
        clock.set(Instant.ofEpochSecond(1_422_568_000));
        SecuritySettings.Client client = new SecuritySettings.Client(
                "https://fhir-ehr.example.com/",
                "https://fhir-ehr.example.com/jwk_uri",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of("ES384"),
                false,
                false,
                null);
        SecuritySettings settings = new SecuritySettings(
                true,
                true,
                true,
                List.of(client),
                Duration.ofSeconds(60),
                Duration.ofDays(2000),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                true,
                0,
                List.of());
        ClientKeys keys = new ClientKeys(
                client.issuer(), () -> List.of(key), clock, settings.jwksInterval(), settings.jwksMaxAge());
        Clients clients = new Clients(Map.of(client.issuer(), ClientRegistration.of(client, keys)));
        return new TokenVerifier(clients, settings, new MemoryReplayStore(clock), clock);
    }

    @Test
    void replayStoreForgetsWhatRanOutAndKeepsIssuersApart() {
        ReplayStore store = new MemoryReplayStore(Clock.systemUTC());
        Instant soon = Instant.now().plusSeconds(60);

        assertThat(store.firstUse("a", "1", soon)).isTrue();
        assertThat(store.firstUse("b", "1", soon)).isTrue();
        assertThat(store.firstUse("a", "1", soon)).isFalse();
        assertThat(store.firstUse("a", "2", Instant.now().minusSeconds(1))).isTrue();
        assertThat(store.firstUse("a", "2", soon)).isTrue();
    }
}
