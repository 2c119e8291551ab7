package org.cervicalcds.canary;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.VignetteFiles;
import org.cervicalcds.hooks.Rehearsal;
import org.cervicalcds.hooks.Settings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the canaries; wants the Content, a Rehearsal, Settings and a Clock. */
@Configuration(proxyBeanMethods = false)
public class CanaryConfiguration {

    @Bean
    CanaryWatch canaryWatch(
            Content content,
            Rehearsal rehearsal,
            Settings settings,
            Clock clock,
            ObjectProvider<MeterRegistry> meters) {
        return new CanaryWatch(
                () -> Flock.of(VignetteFiles.read(content), content.deck(), rehearsal, clock),
                content.deck(),
                settings.canaries().every(),
                clock,
                meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    /** The name of the bean is that of the component of health. */
    @Bean
    CanaryHealth canaries(CanaryWatch watch) {
        return new CanaryHealth(watch);
    }
}
