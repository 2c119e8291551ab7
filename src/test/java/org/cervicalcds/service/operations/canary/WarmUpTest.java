package org.cervicalcds.service.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.service.cdshooks.Rehearsal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestConstructor;

/** The warm-up goes the whole way of a call, ends in time and leaves no trace in the log of decisions. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.sandbox.enabled=false")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class WarmUpTest {
    private static final String CARD = "as-cervical-fracture-risk";

    private final Content content;
    private final Rehearsal rehearsal;

    WarmUpTest(Content content, Rehearsal rehearsal) {
        this.content = content;
        this.rehearsal = rehearsal;
    }

    @Test
    void theCanariesOfOneCardArePlayedUntilTheTimeIsUp() {
        List<Vignette> vignettes = VignetteFiles.read(content, CARD);
        CanarySuite suite = CanarySuite.of(vignettes, content.deck(), rehearsal, Clock.systemUTC());

        assertThat(vignettes).isNotEmpty().allMatch(vignette -> vignette.card().equals(CARD));
        assertThat(suite.playFor(Duration.ZERO)).isZero();
        assertThat(suite.playFor(Duration.ofMinutes(1)))
                .isPositive()
                .isEqualTo(suite.play().played());
    }

    @Test
    void aFailureCostsTheStartNothing(CapturedOutput output) {
        WarmUp warmUp = new WarmUp(() -> {
            throw new IllegalStateException("no vignettes");
        });
        warmUp.start();
        warmUp.afterSingletonsInstantiated();
        assertThat(output.getAll()).contains("The warm-up ended early").doesNotContain("status=200");
    }
}
