package org.cervicalcds.service.access;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.Sample;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.testkit.FakeFhirServer;
import org.cervicalcds.testkit.RawServer;
import org.junit.jupiter.api.AfterEach;
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

    private final FakeFhirServer server = new FakeFhirServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private static AccessRules rules(boolean anyAddress) {
        return rules(anyAddress, BUDGET);
    }

    private static AccessRules rules(boolean anyAddress, Duration budget) {
        return anyAddress ? Grants.local(budget, 20) : Grants.rules(List.of(), List.of(), true, List.of(), budget, 20);
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
            assertThat(server.asked()).isZero();
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
        CountDownLatch found = new CountDownLatch(1);
        AddressCache.NameService slow = host -> {
            try {
                found.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        try (FhirAccess access = new FhirAccess(rules(true), slow, System::nanoTime, SSLContext.getDefault())) {
            assertThat(CompletableFuture.supplyAsync(() -> fetch(access, "http://ehr.example/fhir"))
                            .get(10, TimeUnit.SECONDS))
                    .extracting(SuppliedData::state)
                    .isEqualTo(SuppliedData.State.FAILED);
        } finally {
            found.countDown();
        }
    }

    @Test
    void allMissingKeysCostOneRoundTrip() {
        server.hold(Duration.ofMillis(500));
        Query[] queries = new Query[12];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = new Query(new Need("k" + i, "Condition", null), "Condition?n=" + i, false);
        }
        try (FhirAccess access = new FhirAccess(rules(true, Duration.ofSeconds(20)))) {
            assertThat(fetch(access, server.base(), queries)).isEqualTo(SuppliedData.EMPTY);
            assertThat(server.mostAtOnce()).isEqualTo(12);
        }
    }

    @Test
    void whatIsLateLosesItsConnection() throws Exception {
        CompletableFuture<Boolean> more = new CompletableFuture<>();
        try (RawServer silent = new RawServer(connection -> {
                    connection.readHead();
                    more.complete(connection.readHead());
                });
                FhirAccess access = new FhirAccess(rules(true))) {
            assertThat(fetch(access, "http://localhost:" + silent.port() + "/fhir"))
                    .extracting(SuppliedData::state)
                    .isEqualTo(SuppliedData.State.FAILED);
            assertThat(more.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** A kept connection that the server closes under the next query is no fault of the server's. */
    @Test
    void queryOnAConnectionThatHadGoneAwayIsSentAgainOnce() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger dropped = new AtomicInteger();
        // Only one query is dropped: where it is sent again may be another connection that was kept.
        try (RawServer server = new RawServer(connection -> {
                    boolean kept = false;
                    while (connection.readHead() && !(kept && dropped.compareAndSet(0, 1))) {
                        kept = true;
                        answered.incrementAndGet();
                        connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: "
                                + EMPTY.length() + "\r\n\r\n" + EMPTY);
                    }
                });
                FhirAccess access = new FhirAccess(rules(true))) {
            String base = "http://localhost:" + server.port() + "/fhir";
            int asked = 0;
            // A connection is kept a moment after its answer has come.
            while (dropped.get() == 0 && asked < 500) {
                assertThat(fetch(access, base)).isEqualTo(SuppliedData.EMPTY);
                asked++;
            }
            assertThat(dropped).hasValue(1);
            assertThat(answered).hasValue(asked);
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
        WireMockConfiguration tls = options()
                .dynamicHttpsPort()
                .keystorePath(store.toString())
                .keystorePassword("changeit")
                .keyManagerPassword("changeit")
                .keystoreType("PKCS12");
        try (FakeFhirServer secure = new FakeFhirServer("/fhir", tls);
                FhirAccess believing = new FhirAccess(
                        rules(true, FIRST_HANDSHAKE), InetAddress::getAllByName, System::nanoTime, trusting(store));
                FhirAccess doubting = new FhirAccess(rules(true))) {
            String base = "https://localhost:" + secure.httpsPort() + "/fhir";

            assertThat(fetch(doubting, base)).extracting(SuppliedData::state).isEqualTo(SuppliedData.State.FAILED);
            assertThat(secure.asked()).isZero();
            assertThat(fetch(believing, base)).isEqualTo(SuppliedData.EMPTY);
            assertThat(secure.requests().get(0).getProtocol()).isEqualTo("HTTP/2.0");
            assertThat(fetch(believing, "https://127.0.0.1:" + secure.httpsPort() + "/fhir"))
                    .extracting(SuppliedData::state)
                    .isEqualTo(SuppliedData.State.FAILED);
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
