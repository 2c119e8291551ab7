package org.cervicalcds.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.Sample;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.testkit.FakeFhirServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a token may go, and that the name of a server does not lead into our own network. */
final class PublicAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "93.184.216.34, true",
        "100.63.0.1, true",
        "2606:2800:220:1::1, true",
        "2002:808:808::1, true",
        "64:ff9b::808:808, true",
        "127.0.0.1, false",
        "127.8.8.8, false",
        "0.0.0.0, false",
        "10.0.0.5, false",
        "172.16.0.1, false",
        "172.31.255.1, false",
        "192.168.1.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "100.100.100.200, false",
        "192.0.0.8, false",
        "198.18.0.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::1, false",
        "::, false",
        "fe80::1, false",
        "fc00::1, false",
        "fd00:ec2::254, false",
        "::ffff:127.0.0.1, false",
        "::ffff:10.0.0.1, false",
        "2002:a00:1::1, false",
        "64:ff9b::a9fe:a9fe, false",
        "ff02::1, false",
    })
    void onlyAddressesOfTheInternetArePublic(String address, boolean expected) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
    }

    private static FhirAccess access(List<String> allowed, List<String> mayBePrivate) {
        return new FhirAccess(Grants.rules(List.of(), allowed, false, mayBePrivate, Duration.ofSeconds(5), 6));
    }

    private static final Authorization TOKEN = new Authorization("t", "Bearer", 300L, null, "us", null);

    @Test
    void tokenGoesOnlyToTheServersOfItsClient() {
        FhirAccess access = access(List.of("https://a.example/fhir"), List.of());

        assertThat(Grants.of(access, "https://a.example/fhir", TOKEN, "p1", List.of()))
                .isPresent();
        assertThat(Grants.of(access, "https://a.example/fhir", TOKEN, "p1", List.of("https://b.example/fhir")))
                .isEmpty();
        assertThat(Grants.of(access, "https://b.example/fhir/", TOKEN, "p1", List.of("https://b.example/fhir")))
                .isPresent();
        assertThat(Grants.of(access, "https://b.example/fhir", TOKEN, "p1", List.of()))
                .isEmpty();
        assertThat(Grants.of(access, "http://169.254.169.254/", TOKEN, "p1", List.of()))
                .isEmpty();
    }

    @Test
    void privateServerIsNotAskedUnlessListed() {
        try (FakeFhirServer server = new FakeFhirServer()) {
            String base = server.base();
            FhirAccess closed = access(List.of(base), List.of());
            FhirAccess listed = access(List.of(base), List.of(base));

            assertThat(conditions(closed, base)).isEqualTo(SuppliedData.failed(Cause.PRIVATE_ADDRESS));
            assertThat(server.asked()).isZero();
            assertThat(conditions(listed, base)).isEqualTo(SuppliedData.EMPTY);
        }
    }

    private static @Nullable SuppliedData conditions(FhirAccess access, String base) {
        Query query = new Query(Need.CONDITIONS, "Condition?patient=p1", false);
        return access.fetch(
                        Grants.of(access, base, TOKEN, "p1", List.of()).orElseThrow(),
                        List.of(query),
                        new Sample().reader)
                .get(Need.CONDITIONS);
    }

    @ParameterizedTest
    @CsvSource({
        "https://fhir.example, https://fhir.example/r4, true",
        "https://fhir.example, https://FHIR.example:8443/a/b, true",
        "https://fhir.example, http://fhir.example/r4, false",
        "https://fhir.example, https://fhir.example.org/r4, false",
        "https://fhir.example/r4, https://fhir.example:8443/r4, true",
        "https://fhir.example/r4, https://fhir.example/r4/tenant, true",
        "https://fhir.example/r4, https://fhir.example/r44, false",
        "https://fhir.example/r4, https://fhir.example, false",
        "https://fhir.example:443/r4/, https://fhir.example/r4, true",
        "https://fhir.example:443/r4, https://fhir.example:8443/r4, false",
        "http://localhost:8080/fhir, http://localhost:8081/fhir, false",
        "http://[::1]:8080/fhir, http://[::1]:8080/fhir, true",
    })
    void entryWithoutAPortMeansAllPortsOfItsHost(String entry, String server, boolean expected) {
        assertThat(PrivateServers.of(List.of(entry)).holds(ServerAddress.listed(server)))
                .isEqualTo(expected);
    }
}
