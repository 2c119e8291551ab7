package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

/** Settings are typed, have defaults, and a misspelt one keeps the service from starting. */
final class SettingsTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(OnlySettings.class);

    @EnableConfigurationProperties(ServiceSettings.class)
    private static final class OnlySettings {}

    @Test
    void everySettingHasADefault() {
        runner.run(context -> {
            ServiceSettings settings = context.getBean(ServiceSettings.class);
            assertThat(settings.maxBodyBytes()).isEqualTo(DataSize.ofMegabytes(10));
            assertThat(settings.fhir().timeBudget()).isEqualTo(Duration.ofMillis(1500));
            assertThat(settings.fhir().openServers()).isEmpty();
            assertThat(settings.allowedOrigins()).containsExactly("*");
        });
    }

    @Test
    void originsFollowTheSandboxUnlessTheyAreSet() {
        runner.withPropertyValues("cervical-cds.sandbox.enabled=false").run(context -> assertThat(
                        context.getBean(ServiceSettings.class).allowedOrigins())
                .isEmpty());
        runner.withPropertyValues("cervical-cds.cors.allowed-origins=").run(context -> assertThat(
                        context.getBean(ServiceSettings.class).allowedOrigins())
                .isEmpty());
        runner.withPropertyValues("cervical-cds.cors.allowed-origins=https://a.example,https://b.example")
                .run(context -> assertThat(
                                context.getBean(ServiceSettings.class).allowedOrigins())
                        .hasSize(2));
    }

    @Test
    void unknownSettingKeepsTheServiceFromStarting() {
        runner.withPropertyValues("cervical-cds.fhir.time-bugdet=1s")
                .run(context -> assertThat(context).hasFailed());
    }
}
