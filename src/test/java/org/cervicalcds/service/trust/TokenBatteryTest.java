package org.cervicalcds.service.trust;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cervicalcds.testkit.FakeServer.json;

import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.testkit.FakeServer;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.RawConnection;
import org.cervicalcds.testkit.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tokens of every kind against the running service, which stands below a path and behind another public address. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "cervical-cds.sandbox.enabled=false",
            "server.servlet.context-path=/x/y",
            "cervical-cds.public-url=https://cds.example/base/",
            "cervical-cds.cors.allowed-origins=https://ehr.example",
            "cervical-cds.security.require-jwt=true",
        })
final class TokenBatteryTest {
    private static final FakeServer KEYS = new FakeServer();
    private static final String ISSUER = "https://ehr.example";
    private static final String VIEW = "/cds-services/cervical-patient-view";
    private static final String PUBLIC = "https://cds.example/base";
    private static final String BODY = RawConnection.CALL;

    private final HookClient http;

    TokenBatteryTest(@LocalServerPort int port) {
        this.http = new HookClient("http://localhost:" + port + "/x/y");
    }

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        String file = Tokens.jwksFile(Tokens.jwks(Tokens.EC, Tokens.RSA, Tokens.WEAK, Tokens.P256)
                .replace("{\"keys\":[", "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"unknown\",\"kid\":\"ec1\"},"));
        KEYS.answer("/away.json", aResponse().withStatus(500));
        KEYS.answer("/jwks.json", json(Tokens.jwks(Tokens.EC)));
        registry.add("cervical-cds.security.clients[0].issuer", () -> "https://ehr.example");
        registry.add("cervical-cds.security.clients[0].jku", () -> "https://ehr.example/jwks.json");
        registry.add("cervical-cds.security.clients[1].issuer", () -> "https://narrow.example");
        registry.add("cervical-cds.security.clients[1].tenants", () -> "t1,t2");
        registry.add("cervical-cds.security.clients[1].services", () -> "cervical-patient-view");
        registry.add("cervical-cds.security.clients[2].issuer", () -> "https://reuse.example");
        registry.add("cervical-cds.security.clients[2].reusable-tokens", () -> "true");
        registry.add("cervical-cds.security.clients[0].jwks-file", () -> file);
        registry.add("cervical-cds.security.clients[1].jwks-uri", () -> KEYS.origin() + "/jwks.json");
        registry.add("cervical-cds.security.clients[2].jwks-file", () -> file);
        registry.add("cervical-cds.security.clients[3].issuer", () -> "https://away.example");
        registry.add("cervical-cds.security.clients[3].jwks-uri", () -> KEYS.origin() + "/away.json");
    }

    @AfterAll
    static void stop() {
        KEYS.close();
    }

    private static Tokens good() {
        return new Tokens(ISSUER, PUBLIC + VIEW);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return http.send(method, path, BodyPublishers.ofString(body), all.toArray(new String[0]));
    }

    private HttpResponse<String> call(String path, String token) {
        return send(
                "POST",
                path,
                path.endsWith("feedback")
                        ? "{\"feedback\":[{\"card\":\"x\",\"outcome\":"
                                + "\"overridden\",\"outcomeTimestamp\":\"2026-01-11T10:05:31Z\"}]}"
                        : BODY,
                "Authorization",
                "Bearer " + token);
    }

    private static void put(Map<String, Supplier<String>> all, String name, Consumer<Tokens> change) {
        all.put(name, () -> good().with(change).text());
    }

    /** Every one of them must be refused. */
    private static Map<String, Supplier<String>> forged() {
        Map<String, Supplier<String>> all = new LinkedHashMap<>();
        // Form
        all.put("no token", () -> "");
        all.put("nonsense", () -> "nonsense");
        all.put("three dots", () -> "a.b.c.d");
        all.put("empty parts", () -> "..");
        all.put("two parts", () -> good().text().replaceAll("\\.[^.]*$", ""));
        all.put("encrypted form", () -> good().text() + ".x.y");
        all.put("header is no JSON", () -> Base64URL.encode("x") + good().text().replaceAll("^[^.]*", ""));
        all.put("claims are no object", () -> {
            String[] parts = good().text().split("\\.");
            return parts[0] + "." + Base64URL.encode("[1]") + "." + parts[2];
        });
        put(all, "too long", t -> t.claims.put("pad", "x".repeat(9_000)));
        // Algorithm
        for (String none : List.of("none", "None", "NONE", "")) {
            all.put("alg '" + none + "'", () -> good().with(t -> t.header.put("alg", none))
                    .unsigned());
        }
        all.put(
                "alg none with a signature",
                () -> good().with(t -> t.header.put("alg", "none")).unsigned() + "AAAA");
        for (String hmac : List.of("HS256", "HS384", "HS512")) {
            put(all, hmac + " with the public key", t -> t.header.put("alg", hmac));
        }
        put(all, "ES256 with a registered key", t -> t.by(Tokens.P256, "ES256"));
        put(all, "RS256 with a registered key", t -> t.by(Tokens.RSA, "RS256"));
        put(all, "PS384 with a registered key", t -> t.by(Tokens.RSA, "PS384"));
        put(all, "RSA of 1024 bit", t -> t.by(Tokens.WEAK, "RS384"));
        put(all, "RS384 under the id of an EC key", t -> t.by(Tokens.RSA, "RS384")
                .header
                .put("kid", "ec1"));
        // Signature
        put(all, "key of a stranger", t -> t.forgedBy(Tokens.STRANGER));
        all.put("no signature", () -> good().text().replaceAll("[^.]*$", ""));
        all.put("signature of zeros", () -> good().text()
                .replaceAll("[^.]*$", Base64URL.encode(new byte[96]).toString()));
        all.put("signature cut", () -> good().text().replaceAll(".{8}$", ""));
        all.put("claims changed", () -> {
            String[] parts = good().text().split("\\.");
            Tokens other = good().with(t -> t.claims.put("sub", "admin"));
            return parts[0] + "." + Tokens.part(other.claims) + "." + parts[2];
        });
        put(all, "key in the header", t -> t.forgedBy(Tokens.STRANGER)
                .header
                .put("jwk", Tokens.STRANGER.toPublicJWK().toJSONObject()));
        put(all, "jku of the forger", t -> t.forgedBy(Tokens.STRANGER)
                .header
                .put("jku", KEYS.origin() + "/forged.json"));
        // Header
        put(all, "kid missing", t -> t.header.remove("kid"));
        put(all, "kid blank", t -> t.header.put("kid", " "));
        put(all, "kid unknown", t -> t.header.put("kid", "other"));
        put(all, "kid of another registered key", t -> t.header.put("kid", "p256"));
        put(all, "kid as a path", t -> t.header.put("kid", "../../etc/passwd"));
        put(all, "typ of another kind", t -> t.header.put("typ", "at+jwt"));
        put(all, "jku not the registered one", t -> t.header.put("jku", "https://ehr.example/jwks.json?x"));
        put(all, "crit", t -> {
            t.header.put("crit", List.of("exp"));
            t.header.put("exp", 1);
        });
        put(all, "crit null", t -> t.header.put("crit", null));
        put(all, "zip", t -> t.header.put("zip", "DEF"));
        put(all, "b64 true", t -> t.header.put("b64", true));
        for (int part = 0; part < 3; part++) {
            int at = part;
            all.put("padding in part " + part, () -> {
                String[] parts = good().text().split("\\.");
                parts[at] += "=";
                return String.join(".", parts);
            });
        }
        all.put("a blank within", () -> good().text().replaceFirst("\\.", " ."));
        // Claims
        for (String claim : List.of("iss", "aud", "exp", "iat", "jti")) {
            put(all, claim + " missing", t -> t.claims.remove(claim));
        }
        put(all, "iss unknown", t -> t.claims.put("iss", "https://evil.example"));
        put(all, "iss with a slash more", t -> t.claims.put("iss", ISSUER + "/"));
        put(all, "iss a list", t -> t.claims.put("iss", List.of(ISSUER)));
        put(all, "aud another service", t -> t.claims.put("aud", PUBLIC + "/cds-services/cervical-order-sign"));
        put(all, "aud discovery", t -> t.claims.put("aud", PUBLIC + "/cds-services"));
        put(all, "aud the feedback address", t -> t.claims.put("aud", PUBLIC + VIEW + "/feedback"));
        put(all, "aud over http", t -> t.claims.put("aud", "http://cds.example/base" + VIEW));
        put(all, "aud the inner address", t -> t.claims.put("aud", "http://localhost/x/y" + VIEW));
        put(all, "aud longer", t -> t.claims.put("aud", PUBLIC + VIEW + "?x=1"));
        put(all, "aud an empty list", t -> t.claims.put("aud", List.of()));
        put(all, "aud a number", t -> t.claims.put("aud", 1));
        put(all, "exp over", t -> t.claims.put("exp", t.now() - 61));
        put(all, "exp over, old iat", t -> {
            t.claims.put("iat", t.now() - 700);
            t.claims.put("exp", t.now() - 400);
        });
        put(all, "exp a string", t -> t.claims.put("exp", "2999-01-01"));
        put(all, "exp null", t -> t.claims.put("exp", null));
        put(all, "exp beyond all measure", t -> t.claims.put("exp", 1e300));
        put(all, "exp before iat", t -> t.claims.put("exp", t.now() - 30));
        put(all, "life time of a day", t -> t.claims.put("exp", t.now() + 86_400));
        put(all, "iat to come", t -> {
            t.claims.put("iat", t.now() + 600);
            t.claims.put("exp", t.now() + 900);
        });
        put(all, "iat a string", t -> t.claims.put("iat", "now"));
        put(all, "nbf to come", t -> t.claims.put("nbf", t.now() + 200));
        put(all, "nbf a string", t -> t.claims.put("nbf", "x"));
        put(all, "jti blank", t -> t.claims.put("jti", " "));
        put(all, "jti a number", t -> t.claims.put("jti", 5));
        return all;
    }

    static Stream<String> forgeries() {
        return forged().keySet().stream();
    }

    @Test
    void thereAreEnoughForgeries() {
        assertThat(forged()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void forgedTokenIsRefused(String name, CapturedOutput output) {
        String token = forged().getOrDefault(name, () -> "").get();
        HttpResponse<String> response = call(VIEW, token);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.body()).isEqualTo(call(VIEW, "x").body()).contains("OperationOutcome");
        assertThat(output.getAll()).contains("A token was refused: ");
        if (token.length() > 20) {
            assertThat(output.getAll()).doesNotContain(token.substring(token.length() - 16));
        }
    }

    static Stream<Tokens> goodOnes() {
        return Stream.of(
                good(),
                good().by(Tokens.RSA, "RS384"),
                good().with(t -> t.header.remove("typ")),
                good().with(t -> t.header.put("typ", "jwt")),
                good().with(t -> t.header.put("jku", "https://ehr.example/jwks.json")),
                good().with(t -> t.claims.put("aud", List.of("https://other.example", PUBLIC + VIEW))),
                good().with(t -> t.claims.put("aud", PUBLIC + VIEW + "/")),
                good().with(t -> {
                    t.claims.put("nbf", t.now() - 5);
                    t.claims.put("sub", "x");
                    t.claims.put("tenant", "anything");
                }),
                good().with(t -> t.claims.put("exp", t.now() - 50)).with(t -> t.claims.put("iat", t.now() - 350)),
                good().with(t -> t.claims.put("iat", t.now() + 50)));
    }

    @ParameterizedTest
    @MethodSource("goodOnes")
    void goodTokenIsAccepted(Tokens token) {
        HttpResponse<String> response = call(VIEW, token.text());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"cards\":[]}");
    }

    @ParameterizedTest
    @CsvSource({"Bearer, 200", "bearer, 200", "BEARER, 200", "Basic, 401", "DPoP, 401"})
    void schemeIsBearerInAnyCase(String scheme, int status) {
        assertThat(send("POST", VIEW, BODY, "Authorization", scheme + " " + good().text())
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void twoTokensAtOnceAreNone() {
        assertThat(send("POST", VIEW, BODY, "Authorization", "Bearer " + good().text(), "Authorization", "Bearer x")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void tokenComesOnceUnlessTheClientMayReuseIt() {
        String token = good().text();
        String reusable = new Tokens("https://reuse.example", PUBLIC + VIEW).text();

        assertThat(call(VIEW, token).statusCode()).isEqualTo(200);
        assertThat(call(VIEW, token).statusCode()).isEqualTo(401);
        assertThat(call(VIEW, reusable).statusCode()).isEqualTo(200);
        assertThat(call(VIEW, reusable).statusCode()).isEqualTo(200);
    }

    @Test
    void feedbackTakesItsOwnAddressAndThatOfItsService() {
        String feedback = VIEW + "/feedback";

        assertThat(call(feedback, new Tokens(ISSUER, PUBLIC + feedback).text()).statusCode())
                .isEqualTo(200);
        assertThat(call(feedback, good().text()).statusCode()).isEqualTo(200);
        assertThat(call(feedback, new Tokens(ISSUER, PUBLIC + "/cds-services/cervical-order-sign").text())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void tenantsAndServicesAreAllowLists() {
        String sign = "/cds-services/cervical-order-sign";
        String narrow = "https://narrow.example";

        assertThat(call(
                                VIEW,
                                new Tokens(narrow, PUBLIC + VIEW)
                                        .with(t -> t.claims.put("tenant", "t2"))
                                        .text())
                        .statusCode())
                .isEqualTo(200);
        assertThat(call(
                                VIEW,
                                new Tokens(narrow, PUBLIC + VIEW)
                                        .with(t -> t.claims.put("tenant", "t9"))
                                        .text())
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(VIEW, new Tokens(narrow, PUBLIC + VIEW).text()).statusCode())
                .isEqualTo(403);
        assertThat(call(
                                sign,
                                new Tokens(narrow, PUBLIC + sign)
                                        .with(t -> t.claims.put("tenant", "t1"))
                                        .text())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void jkuOfAForgerIsNeverFetched() {
        call(
                VIEW,
                good().with(t -> t.forgedBy(Tokens.STRANGER).header.put("jku", KEYS.origin() + "/forged.json"))
                        .text());

        assertThat(KEYS.asked("/forged.json")).isZero();
        assertThat(KEYS.asked("/jwks.json")).isLessThanOrEqualTo(1);
    }

    @Test
    void jkuDoesNotMatterWhereKeysComeFromAFileAlone() {
        String token = new Tokens("https://reuse.example", PUBLIC + VIEW)
                .with(t -> t.header.put("jku", "https://reuse.example/any.json"))
                .text();

        assertThat(call(VIEW, token).statusCode()).isEqualTo(200);
    }

    @Test
    void whereKeysCannotBeHadTheCallMayComeAgain() {
        HttpResponse<String> response = call(VIEW, new Tokens("https://away.example", PUBLIC + VIEW).text());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("OperationOutcome", "transient");
    }

    @Test
    void logNamesIssuerClaimAndSetting(CapturedOutput output) {
        call(
                VIEW,
                good().with(t -> t.claims.put("aud", PUBLIC + "/secret-words")).text());
        call(
                VIEW,
                good().with(t -> t.claims.put("iss", "https://evil.example\nA line"))
                        .text());

        assertThat(output.getAll())
                .contains("the audience is not the address called (claim aud, setting cervical-cds.public-url); issuer "
                        + ISSUER)
                .contains("setting clients.issuer); issuer https://evil.example?A?line")
                .doesNotContain("secret-words");
    }

    @Test
    void allRefusalsLookTheSame() {
        Set<String> bodies = new HashSet<>();
        forged().values().stream()
                .limit(12)
                .forEach(t -> bodies.add(call(VIEW, t.get()).body()));
        bodies.add(send("POST", VIEW, BODY).body());

        assertThat(bodies).hasSize(1);
    }

    /** Body and headers are equal to the letter; how long each kind takes is written to {@code target/refusal-times.txt} for the page of conformance. */
    @Test
    void refusalsAreToldApartByNeitherBodyNorHeaders() throws IOException {
        String replayed = good().text();
        call(VIEW, replayed);
        Map<String, Supplier<String>> kinds = new LinkedHashMap<>();
        kinds.put("no token", () -> "");
        kinds.put("no JWT", () -> "nonsense");
        put(kinds, "unknown issuer", t -> t.claims.put("iss", "https://evil.example"));
        put(kinds, "unknown kid", t -> t.header.put("kid", "other"));
        put(kinds, "wrong signature", t -> t.forgedBy(Tokens.STRANGER));
        put(kinds, "expired", t -> t.claims.put("exp", t.now() - 61));
        put(kinds, "wrong audience", t -> t.claims.put("aud", PUBLIC + "/cds-services"));
        kinds.put("replay", () -> replayed);
        int rounds = 60;
        Map<String, long[]> micros = new LinkedHashMap<>();
        Set<String> answers = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Supplier<String>> kind : kinds.entrySet()) {
                String token = kind.getValue().get();
                long start = System.nanoTime();
                HttpResponse<String> response = call(VIEW, token);
                micros.computeIfAbsent(kind.getKey(), k -> new long[rounds])[round] =
                        (System.nanoTime() - start) / 1_000;
                Map<String, List<String>> headers =
                        new java.util.TreeMap<>(response.headers().map());
                headers.remove("date");
                // The hundredth answer ends a connection, whatever it says.
                headers.remove("connection");
                answers.add(response.statusCode() + " " + headers + " " + response.body());
            }
        }
        assertThat(answers).hasSize(1);
        StringBuilder times = new StringBuilder("median and 90 % of microseconds until a refusal, over HTTP\n");
        micros.forEach((kind, all) -> {
            java.util.Arrays.sort(all);
            times.append("%-16s %6d %6d%n".formatted(kind, all[rounds / 2], all[rounds * 9 / 10]));
        });
        Files.writeString(Path.of("target", "refusal-times.txt"), times);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"hook\":", "[]", ""})
    void whoIsUnknownIsToldNothingAboutTheBody(String body) {
        assertThat(send("POST", VIEW, body).statusCode()).isEqualTo(401);
        assertThat(send("POST", "/cds-services/unknown", body).statusCode()).isEqualTo(401);
    }

    @Test
    void discoveryIsOpenAndPassesOverTokens() {
        assertThat(send("GET", "/cds-services", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/cds-services", "", "Authorization", "Bearer bad")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void preflightNeedsNoTokenAndRefusalsCarryTheOrigin() {
        HttpResponse<String> preflight = send(
                "OPTIONS",
                VIEW,
                "",
                "Origin",
                "https://ehr.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
        HttpResponse<String> refused = send("POST", VIEW, BODY, "Origin", "https://ehr.example");

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains("https://ehr.example");
    }

    @Test
    void onlyHealthIsOpenToTheWorld() {
        assertThat(send("GET", "/actuator/health/readiness", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/actuator/env", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/actuator", "").statusCode()).isEqualTo(404);
    }

    @Test
    void headersOfPagesLockThemUp() {
        HttpResponse<String> page = send("GET", "/index.html", "");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*;"
                        + " frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Server")).isEmpty();
    }
}
