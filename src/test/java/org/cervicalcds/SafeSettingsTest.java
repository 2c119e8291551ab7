package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.hooks.Settings;
import org.junit.jupiter.api.Test;
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
            "cervical-cds.security.clients[0].issuer=https://ehr.example",
            "cervical-cds.security.clients[0].jwks-uri=https://ehr.example/jwks",
            "cervical-cds.security.clients[0].fhir-servers=https://ehr.example/fhir");

    @EnableConfigurationProperties(Settings.class)
    private static final class Checked {
        @Bean
        String checked(Settings settings, Environment environment) {
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
