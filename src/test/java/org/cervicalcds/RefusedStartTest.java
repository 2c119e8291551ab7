package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cervicalcds.SafeSettings.UnsafeSettings;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that is refused says why in plain words, started as from outside of tests. */
@Tag("long")
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
    void wrongAddressOfKeysIsNamedWithoutAStackTrace(CapturedOutput output) {
        for (String address : new String[] {"http://ehr.example/jwks", "https://ehr example/jwks"}) {
            assertThatThrownBy(() -> CervicalCds.application()
                            .run(
                                    PORT,
                                    "--spring.profiles.active=production",
                                    "--cervical-cds.security.acknowledge-unsafe=no-public-url,no-allow-list",
                                    "--cervical-cds.security.clients[0].issuer=https://ehr.example",
                                    "--cervical-cds.security.clients[0].jwks-uri=" + address))
                    .hasRootCauseInstanceOf(InvalidSettingException.class);
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "jwks-uri of https://ehr.example is not an https address")
                .contains("jwks-uri of https://ehr.example is not an address")
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

    @Test
    void limitsThatLetNothingThroughAreNamed(CapturedOutput output) {
        assertThatThrownBy(() -> CervicalCds.application().run(PORT, "--cervical-cds.uploads.at-once=0"))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "cervical-cds.uploads: time and at-once must be above zero")
                .doesNotContain("\tat org.", "Tomcat started");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cervical-cds.fhir.allowed-servers=ehr --cervical-cds.canaries.every=-1s|cervical-cds.canaries.every must not be below zero",
                "--cervical-cds.overlay=target/no-such-folder|cervical-cds.overlay names",
                "--cervical-cds.operators.token=short|cervical-cds.operators.token needs at least 32 characters",
                "--management.opentelemetry.tracing.export.otlp.endpoint=collector|management.opentelemetry.tracing.export.otlp.endpoint is no address",
                "--cervical-cds.security.clients[0].issuer=a --cervical-cds.security.clients[0].jwks-file=b --cervical-cds.security.clients[0].services=cervical-chart|services of a lists cervical-chart",
            })
    void wrongValuesAreNamedWithoutAStackTrace(String settings, String told, CapturedOutput output) {
        assertThatThrownBy(() -> CervicalCds.application().run((PORT + " " + settings).split(" ")))
                .hasRootCauseInstanceOf(InvalidSettingException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", told, "docs/settings.md lists all settings")
                .doesNotContain("\tat org.", "Tomcat started");
    }
}
