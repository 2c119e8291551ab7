package org.cervicalcds.service.insights;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.cervicalcds.service.store.Store;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the pages under {@code /insights} and the drift watch; who may see the pages is decided elsewhere. */
@Configuration(proxyBeanMethods = false)
public class InsightsConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    DriftWatch driftWatch(Store store, Clock clock, ObjectProvider<MeterRegistry> meters) {
        return new DriftWatch(store, clock, meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean
    Dashboard dashboard(
            Store store,
            CardDeck deck,
            Clock clock,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<ServiceSettings> settings) {
        ServiceSettings set = settings.getIfAvailable();
        return new Dashboard(
                store,
                deck,
                clock,
                meters.getIfAvailable(SimpleMeterRegistry::new),
                ExpectedRates.read(set == null ? null : set.expectedRates()));
    }

    @Bean
    CsvEndpoint csvEndpoint(Store store, Clock clock) {
        return new CsvEndpoint(store, clock);
    }
}
