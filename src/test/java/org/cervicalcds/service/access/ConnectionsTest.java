package org.cervicalcds.service.access;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.Sample;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections: where they lead, how long they are waited for, and what becomes of them. */
@Tag("process")
final class ConnectionsTest {
    private static final String EMPTY = "{\"resourceType\":\"Bundle\"}";
    private static final Query QUERY = new Query(Need.CONDITIONS, "Condition?patient=p1", false);
    private static final Authorization TOKEN = new Authorization("t", "Bearer", 300L, null, "us", null);
    private static final Duration BUDGET = Duration.ofMillis(800);

    /** The first of a JVM takes seconds on a busy machine. */
    private static final Duration FIRST_HANDSHAKE = Duration.ofSeconds(20);

    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(get(anyUrl()).willReturn(okJson(EMPTY)));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static AccessRules rules(boolean anyAddress) {
        return rules(anyAddress, BUDGET);
    }

    private static AccessRules rules(boolean anyAddress, Duration budget) {
        return new AccessRules(
                List.of(),
                List.of(),
                true,
                true,
                anyAddress
                        ? List.of("http://localhost", "https://localhost", "http://ehr.example", "http://127.0.0.1")
                        : List.of(),
                List.of(),
                50,
                20,
                budget,
                3,
                10_000,
                List.of());
    }

    private static SuppliedData fetch(FhirAccess access, String base) {
        return fetch(access, base, QUERY);
    }

    private static SuppliedData fetch(FhirAccess access, String base, Query... queries) {
        Grant grant = Grants.of(access, base, TOKEN, "p1", List.of()).orElseThrow();
        SuppliedData supplied =
                access.fetch(grant, List.of(queries), new Sample().reader).get(queries[0].need());
        return supplied == null ? SuppliedData.UNUSABLE : supplied;
    }

    private static InetAddress[] address(String literal) throws IOException {
        return new InetAddress[] {InetAddress.getByName(literal)};
    }

    /** The name's owner answers the check with a public address and whoever connects with our own: nobody asks a second time. */
    @Test
    void nameThatChangesItsAddressAfterTheCheckLeadsNowhere() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AddressCache.NameService rebinding = host -> {
            try {
                return asked.incrementAndGet() == 1 ? address("198.51.100.7") : address("127.0.0.1");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        AtomicLong nanos = new AtomicLong();
        try (FhirAccess access = new FhirAccess(rules(false), rebinding, nanos::get, SSLContext.getDefault())) {
            String base = "http://ehr.example:" + server.port() + "/fhir";

            assertThat(fetch(access, base)).extracting(SuppliedData::state).isEqualTo(SuppliedData.State.FAILED);
            assertThat(asked).hasValue(1);
            nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
            assertThat(fetch(access, base)).extracting(SuppliedData::state).isEqualTo(SuppliedData.State.FAILED);
            assertThat(asked).hasValue(2);
            server.verify(0, getRequestedFor(anyUrl()));
        }
    }

    @Test
    void sameNameIsConnectedToWherePrivateAddressesAreAllowed() throws Exception {
        AddressCache.NameService inside = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        try (FhirAccess access = new FhirAccess(rules(true), inside, System::nanoTime, SSLContext.getDefault())) {
            assertThat(fetch(access, "http://ehr.example:" + server.port() + "/fhir"))
                    .isEqualTo(SuppliedData.EMPTY);
        }
    }

    @Test
    void oneAddressInsideIsEnoughToRefuseTheName() throws Exception {
        AddressCache.NameService mixed = host ->
                new InetAddress[] {InetAddress.getByAddress(new byte[] {8, 8, 8, 8}), InetAddress.getLoopbackAddress()};
        AddressCache names = new AddressCache(true, mixed, System::nanoTime);

        long nanos = TimeUnit.SECONDS.toNanos(5);

        assertThat(names.refusal("ehr.example", nanos)).isEqualTo(Cause.PRIVATE_ADDRESS);
        AddressCache ofTheSystem = new AddressCache(true, InetAddress::getAllByName, System::nanoTime);
        assertThat(ofTheSystem.refusal("[::1]", nanos)).isEqualTo(Cause.PRIVATE_ADDRESS);
        assertThat(ofTheSystem.refusal("localhost", nanos)).isEqualTo(Cause.PRIVATE_ADDRESS);
    }

    @Test
    void aNameThatNobodyKnowsIsAFailure() {
        AddressCache names = new AddressCache(
                true,
                host -> {
                    throw new UnknownHostException(host);
                },
                System::nanoTime);

        assertThat(names.refusal("ehr.example", TimeUnit.SECONDS.toNanos(5))).isEqualTo(Cause.FAILED);
    }

    @Test
    void slowNameServerCostsNoMoreThanTheBudget() throws Exception {
        AddressCache.NameService slow = host -> {
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        try (FhirAccess access = new FhirAccess(rules(true), slow, System::nanoTime, SSLContext.getDefault())) {
            long start = System.nanoTime();

            assertThat(fetch(access, "http://ehr.example/fhir"))
                    .extracting(SuppliedData::state)
                    .isEqualTo(SuppliedData.State.FAILED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BUDGET.plusMillis(700));
        }
    }

    /** The best of some rounds, since the machine may be busy with something else. */
    @Test
    void allMissingKeysCostOneRoundTrip() {
        server.stubFor(get(anyUrl()).willReturn(okJson(EMPTY).withFixedDelay(50)));
        Query[] queries = new Query[12];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = new Query(new Need("k" + i, "Condition", null), "Condition?n=" + i, false);
        }
        try (FhirAccess access = new FhirAccess(rules(true))) {
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long start = System.nanoTime();
                assertThat(fetch(access, server.baseUrl() + "/fhir", queries)).isEqualTo(SuppliedData.EMPTY);
                best = Math.min(best, System.nanoTime() - start);
            }
            assertThat(Duration.ofNanos(best)).isBetween(Duration.ofMillis(50), Duration.ofMillis(75));
        }
    }

    private static void read(Socket from) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.US_ASCII));
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
    }

    private static void answer(Socket to) throws IOException {
        to.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: " + EMPTY.length()
                                + "\r\n\r\n" + EMPTY)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsLateLosesItsConnection() throws Exception {
        try (ServerSocket listening = new ServerSocket(0);
                FhirAccess access = new FhirAccess(rules(true))) {
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = listening.accept()) {
                    read(socket);
                    InputStream in = socket.getInputStream();
                    return in.read();
                } catch (IOException reset) {
                    return -1;
                }
            });

            assertThat(fetch(access, "http://localhost:" + listening.getLocalPort() + "/fhir"))
                    .extracting(SuppliedData::state)
                    .isEqualTo(SuppliedData.State.FAILED);
            assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    /** A kept connection that the server closes under the next query is no fault of the server's. */
    @Test
    void queryOnAConnectionThatHadGoneAwayIsSentAgainOnce() throws Exception {
        try (ServerSocket listening = new ServerSocket(0);
                FhirAccess access = new FhirAccess(rules(true))) {
            AtomicInteger queries = new AtomicInteger();
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try {
                    try (Socket first = listening.accept()) {
                        read(first);
                        answer(first);
                        read(first);
                        queries.incrementAndGet();
                    }
                    try (Socket second = listening.accept()) {
                        read(second);
                        queries.incrementAndGet();
                        answer(second);
                        second.getInputStream().read();
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            String base = "http://localhost:" + listening.getLocalPort() + "/fhir";

            assertThat(fetch(access, base)).isEqualTo(SuppliedData.EMPTY);
            // The connection goes back to the pool a moment after its answer has come.
            Thread.sleep(100);
            assertThat(fetch(access, base)).isEqualTo(SuppliedData.EMPTY);
            assertThat(queries).hasValue(2);
            access.close();
            served.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void http2IsSpokenOverTlsAndOnlyWithACertificateThatIsBelieved(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .start();
        assertThat(keytool.waitFor()).isZero();
        WireMockServer secure = new WireMockServer(options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store.toString())
                .keystorePassword("changeit")
                .keyManagerPassword("changeit")
                .keystoreType("PKCS12"));
        secure.start();
        try (FhirAccess believing = new FhirAccess(
                        rules(true, FIRST_HANDSHAKE), InetAddress::getAllByName, System::nanoTime, trusting(store));
                FhirAccess doubting = new FhirAccess(rules(true))) {
            secure.stubFor(get(anyUrl()).willReturn(okJson(EMPTY)));
            String base = "https://localhost:" + secure.httpsPort() + "/fhir";

            assertThat(fetch(doubting, base)).extracting(SuppliedData::state).isEqualTo(SuppliedData.State.FAILED);
            secure.verify(0, getRequestedFor(anyUrl()));
            assertThat(fetch(believing, base)).isEqualTo(SuppliedData.EMPTY);
            assertThat(secure.getAllServeEvents().get(0).getRequest().getProtocol())
                    .isEqualTo("HTTP/2.0");
            assertThat(fetch(believing, "https://127.0.0.1:" + secure.httpsPort() + "/fhir"))
                    .extracting(SuppliedData::state)
                    .isEqualTo(SuppliedData.State.FAILED);
        } finally {
            secure.stop();
        }
    }

    private static SSLContext trusting(Path store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("localhost", keys.getCertificate("mykey"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
