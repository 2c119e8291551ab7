package org.cervicalcds.service.operations.canary;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.service.cdshooks.Rehearsal;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the canaries; wants the Content, a Rehearsal, ServiceSettings and a Clock. */
@Configuration(proxyBeanMethods = false)
public class CanaryConfiguration {

    @Bean
    CanaryWatch canaryWatch(
            Content content,
            Rehearsal rehearsal,
            ServiceSettings settings,
            Clock clock,
            ObjectProvider<MeterRegistry> meters) {
        return new CanaryWatch(
                () -> CanarySuite.of(VignetteFiles.read(content), content.deck(), rehearsal, clock),
                content.deck().definitions(),
                settings.canaries().every(),
                clock,
                meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    /** With the canaries of one card, of which there is least to read. */
    @Bean(initMethod = "start")
    WarmUp warmUp(Content content, Rehearsal rehearsal, Clock clock) {
        Map<String, String> files = content.files().texts();
        return new WarmUp(() -> {
            List<Vignette> some = content.deck().definitions().stream()
                    .filter(card ->
                            card.showing() != CardStatus.OFF && files.containsKey(card.id() + "/vignettes.yaml"))
                    .min(Comparator.comparing(card -> files.getOrDefault(card.id() + "/vignettes.yaml", "")
                            .length()))
                    .map(card -> VignetteFiles.read(content, card.id()))
                    .orElse(List.of());
            return CanarySuite.of(some, content.deck(), rehearsal, clock);
        });
    }

    /** The name of the bean is that of the component of health. */
    @Bean
    CanaryHealth canaries(CanaryWatch watch, ServiceSettings settings) {
        return new CanaryHealth(watch, settings.canaries().holdReadiness());
    }
}
