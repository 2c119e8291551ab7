package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service starts with sound content only, and says what it holds. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
class ContentStartTest {
    private static final String FOLDER = "cervical-cds.cards=cds-cards";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ServiceSettings.class)
    static class Wiring {
        @Bean
        Content content(ServiceSettings settings) {
            return ContentProvider.load(
                    ContentLocation.read(settings.cards()), settings.overlay(), settings.requireSignOff());
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of("spring.main.banner-mode", "off"))
                .properties(properties)
                .run();
    }

    @Test
    void brokenContentStopsTheStartAndEveryProblemIsPrintedWithoutAStackTrace(CapturedOutput output) {
        assertThatThrownBy(() -> start(FOLDER, "cervical-cds.overlay=src/test/resources/overlays/broken"))
                .hasRootCauseInstanceOf(ContentException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "5 problems in the cards:")
                .contains("  overlay/settings.yaml: recent-truma-days names the setting 'recent-truma-days'")
                .contains("  overlay/notes.yaml: is not a file that is known here")
                .doesNotContain("\tat org.");
    }

    @Test
    void theFolderAndTheSwitchBelowItAreBothRead(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start(FOLDER, "cervical-cds.cards.require-sign-off=true")) {
            assertThat(context.getBean(Content.class).deck().definitions())
                    .filteredOn(card -> card.showing() != CardStatus.OFF)
                    .extracting(CardDefinition::showing)
                    .containsOnly(CardStatus.UNSIGNED);
        }
        assertThat(output)
                .contains("Not signed as they are now, so evaluated but not shown: as-cervical-fracture-risk,");
    }

    @Test
    void withoutTheSwitchUnsignedCardsAreShownAndNamed(CapturedOutput output) {
        try (ConfigurableApplicationContext context =
                start(FOLDER, "cervical-cds.overlay=src/test/resources/overlays/hospital")) {
            Content content = context.getBean(Content.class);
            assertThat(Objects.requireNonNull(content.deck().card("as-cervical-fracture-risk"))
                            .on())
                    .isTrue();
        }
        assertThat(output)
                .contains("and shown all the same: as-cervical-fracture-risk,")
                .contains("; overlay src/test/resources/overlays/hospital");
    }
}
