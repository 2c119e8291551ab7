package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cervicalcds.SafeSettings.UnsafeSettings;
import org.cervicalcds.content.ContentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that is refused says why in plain words, started as from outside of tests. */
@ExtendWith(OutputCaptureExtension.class)
final class RefusedStartTest {
    private static final String PORT = "--server.port=0";

    @Test
    void unsafeSettingsOfProductionAreListedWithoutAStackTrace(CapturedOutput output) {
        assertThatThrownBy(() -> CervicalCds.application().run(PORT, "--spring.profiles.active=production"))
                .hasRootCauseInstanceOf(UnsafeSettings.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "  no-client: cervical-cds.security.clients is empty")
                .contains("Mend them, or list the names in " + SafeSettings.ACKNOWLEDGE)
                .doesNotContain("\tat org.", "Tomcat started");
    }

    @Test
    void unknownSettingsAreNamedWithoutTheirValues(CapturedOutput output) {
        assertThatThrownBy(() -> CervicalCds.application()
                        .run(PORT, "--cervical-cds.operators.tokens=a-secret-that-nobody-may-see"))
                .hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "  cervical-cds.operators.tokens, from ")
                .doesNotContain("a-secret-that-nobody-may-see", "\tat org.");
    }

    @Test
    void brokenContentThatWasReadAheadIsTold(CapturedOutput output) {
        assertThatThrownBy(() -> CervicalCds.application()
                        .run(PORT, "--cervical-cds.overlay=src/test/resources/overlays/broken"))
                .hasRootCauseInstanceOf(ContentException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "5 problems in the cards:")
                .doesNotContain("\tat org.", "Tomcat started");
    }
}
