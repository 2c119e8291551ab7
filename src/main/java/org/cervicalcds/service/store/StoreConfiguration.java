package org.cervicalcds.service.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.cervicalcds.service.store.database.StoreSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Wires the store. The database is opened by the store itself and not by Boot, so that the service starts without it.
 *
 * <p>The wiring gives a {@link SnoozeReasons} with the override reasons of the content; without it nothing is snoozed.
 */
@Configuration(proxyBeanMethods = false)
public class StoreConfiguration {

    @Bean
    StoreSettings storeSettings(Environment environment) {
        Binder binder = Binder.get(environment);
        StoreSettings settings = binder.bindOrCreate("cervical-cds", StoreSettings.class);
        if (settings.database().url() != null) {
            return settings;
        }
        return binder.bind("spring.datasource", StoreSettings.Place.class)
                .map(settings::with)
                .orElse(settings);
    }

    /** Named by the group "readiness" of the settings. */
    @Bean("storeHealthIndicator")
    StoreHealth storeHealth(Store store) {
        return new StoreHealth(store);
    }

    @Bean(destroyMethod = "close")
    Store store(
            StoreSettings settings,
            ObjectProvider<SnoozeReasons> reasons,
            ObjectProvider<Clock> clock,
            ObjectProvider<MeterRegistry> meters) {
        return new Store(
                settings,
                reasons.getIfAvailable(() -> SnoozeReasons.NONE),
                clock.getIfAvailable(Clock::systemUTC),
                meters.getIfAvailable(SimpleMeterRegistry::new));
    }
}
