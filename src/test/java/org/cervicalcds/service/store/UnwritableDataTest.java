package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.testkit.HookClient;
import org.cervicalcds.testkit.HookRequest;
import org.cervicalcds.testkit.Resources;
import org.cervicalcds.testkit.RunningService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where its data folder cannot be written the service is not ready and says why; calls are answered all the same. */
@Tag("process")
class UnwritableDataTest {
    private static final String TOKEN = "operators-secret-of-this-test-0123456789";

    @TempDir
    Path folder;

    private static void assertNotReady(Path data, String... reason) {
        try (RunningService service = RunningService.withoutSandbox(
                "--cervical-cds.database.url=",
                "--cervical-cds.data=" + data,
                "--cervical-cds.operators.token=" + TOKEN)) {
            HttpResponse<String> readiness = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> service.http().get("/actuator/health/readiness", "Authorization", "Bearer " + TOKEN),
                            health -> health.body().contains("\"problem\""));

            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body())
                    .contains("\"store\":{", "OUT_OF_SERVICE")
                    .contains(reason);
            assertThat(HookClient.cards(service.http()
                            .call(service.http()
                                    .known(HookRequest.view()
                                            .prefetch("patient", Resources.PATIENT)
                                            .prefetch("conditions", Resources.fall())))))
                    .contains("as-cervical-fracture-risk:critical");
            assertThat(service.http().get("/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
        }
    }

    /** Root may write wherever permissions forbid it, so the parent is a file. */
    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        assertNotReady(taken.resolve("data"), "taken");
    }

    @Test
    void aFolderOnAReadOnlyDiskIsNamed() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString()), "this user may not mount a disk");
        try {
            assertNotReady(disk, "disk");
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
