package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What the production profile refuses to start with. */
final class SafeSettingsTest {
    private static final List<String> SAFE = List.of(
            "spring.profiles.active=production",
            "cervical-cds.sandbox.enabled=false",
            "cervical-cds.public-url=https://cds.example",
            "cervical-cds.security.require-jwt=true",
            "cervical-cds.security.require-https=true",
            "cervical-cds.cards.require-sign-off=true",
            "cervical-cds.data=target/no-such-folder",
            "cervical-cds.database.url=",
            "cervical-cds.security.clients[0].issuer=https://ehr.example",
            "cervical-cds.security.clients[0].jwks-uri=https://ehr.example/jwks",
            "cervical-cds.security.clients[0].fhir-servers=https://ehr.example/fhir");

    @EnableConfigurationProperties(ServiceSettings.class)
    private static final class Checked {
        @Bean
        String checked(ServiceSettings settings, Environment environment) {
            new SafeSettings(environment).check(settings);
            return "checked";
        }
    }

    private static ApplicationContextRunner with(String... properties) {
        List<String> all = new ArrayList<>(SAFE);
        all.addAll(List.of(properties));
        return new ApplicationContextRunner()
                .withUserConfiguration(Checked.class)
                .withPropertyValues(all.toArray(String[]::new));
    }

    @Test
    void safeSettingsStart() {
        with().run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void onPostgreSqlASecretOrAKeyFileOfBeforeIsWanted(@TempDir Path data) throws IOException {
        String[] properties = {"cervical-cds.database.url=jdbc:postgresql://db/cds", "cervical-cds.data=" + data};
        with(properties).run(context -> assertThat(context).hasFailed());
        with(properties[0], properties[1], "cervical-cds.patient-key-secret=a secret of sixteen or more")
                .run(context -> assertThat(context).hasNotFailed());
        Files.writeString(data.resolve("patient-key"), "00".repeat(32));
        with(properties).run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "cervical-cds.security.require-jwt=false, no-jwt",
        "cervical-cds.security.require-https=false, plain-http",
        "cervical-cds.public-url=, no-public-url",
        "cervical-cds.public-url=http://cds.example, http-public-url",
        "cervical-cds.security.clients[0].fhir-servers=, no-allow-list",
        "cervical-cds.fhir.open-servers=https://open.example, open-servers",
        "cervical-cds.sandbox.enabled=true, sandbox",
        "cervical-cds.cors.allowed-origins=*, any-origin",
        "cervical-cds.cards.require-sign-off=false, no-sign-off",
        "cervical-cds.database.url=jdbc:postgresql://db/cds, no-patient-key",
        "spring.datasource.url=jdbc:postgresql://db/cds, no-patient-key",
    })
    void productionNamesEveryUnsafeSetting(String property, String name) {
        with(property).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("  " + name + ": cervical-cds.")
                    .hasMessageContaining(SafeSettings.ACKNOWLEDGE);
        });
        with(property, SafeSettings.ACKNOWLEDGE + "=other," + name)
                .run(context -> assertThat(context).hasNotFailed());
        with(property, "spring.profiles.active=")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
