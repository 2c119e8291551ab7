package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the container makes the JVM trust a hospital's own authority beside the public ones. */
@Tag("process")
final class ContainerStartTest {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String TRUST_STORE = "javax.net.ssl.trustStore = ";

    @TempDir
    Path folder;

    private record Ended(int status, String output) {}

    private static Ended run(Path certificates, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
        builder.environment()
                .merge("PATH", "", (path, none) -> JAVA_HOME.resolve("bin") + ":" + Objects.requireNonNull(path));
        builder.environment().put("CERTIFICATES", certificates.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private static Ended start(Path certificates) throws IOException, InterruptedException {
        return run(
                certificates, List.of("bash", "deploy/container/start.sh", "-XshowSettings:properties", "--version"));
    }

    private Ended keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("keytool"));
        command.addAll(Arrays.asList(arguments));
        return run(folder, command);
    }

    private String certificate(String name) throws IOException, InterruptedException {
        String store = folder.resolve(name + ".p12").toString();
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                store,
                "-storepass",
                "changeit");
        return keytool("-exportcert", "-rfc", "-alias", name, "-keystore", store, "-storepass", "changeit")
                .output()
                .lines()
                .dropWhile(line -> !line.startsWith("-----BEGIN"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void mountedCertificatesAreTrustedBesideThePublicOnes() throws Exception {
        Path certificates = Files.createDirectory(folder.resolve("certificates"));
        Files.writeString(certificates.resolve("bundle.pem"), certificate("one") + "\n" + certificate("two"));
        Files.writeString(
                certificates.resolve("other.crt"), certificate("three").replace("\n", "\r\n"));
        Ended ended = start(certificates);
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("3 certificates of");
        String store = ended.output()
                .lines()
                .filter(line -> line.contains(TRUST_STORE))
                .map(line -> line.substring(line.indexOf(TRUST_STORE) + TRUST_STORE.length()))
                .findFirst()
                .orElseThrow();
        String all =
                keytool("-list", "-keystore", store, "-storepass", "changeit").output();
        assertThat(all.lines().filter(line -> line.contains("trustedCertEntry")).count())
                .isGreaterThan(20);
        assertThat(all).contains("site-1,", "site-2,", "site-3,");
    }

    @Test
    void aFileThatHoldsNoCertificateStopsTheStartByName() throws Exception {
        Path certificates = Files.createDirectory(folder.resolve("certificates"));
        Files.writeString(certificates.resolve("notes.txt"), "not a certificate\n");
        Ended ended = start(certificates);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("notes.txt holds no certificate in PEM");
    }

    @Test
    void withoutAFolderTheJvmStartsAsItIs() throws Exception {
        Ended ended = start(folder.resolve("nowhere"));
        assertThat(ended.status()).isZero();
        assertThat(ended.output()).doesNotContain("trustStore");
    }
}
