package org.cervicalcds.service.uploads;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetAddress;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts the limits into Tomcat; wants {@link UploadSettings}, a {@link ByteBudget} and {@link LastCalls}. */
@Configuration(proxyBeanMethods = false)
public class UploadConfiguration {

    @Bean
    Uploads uploads(UploadSettings settings) {
        return new Uploads(settings, System::nanoTime);
    }

    @Bean
    Connections connectionsOfAddresses(UploadSettings settings) {
        return new Connections(settings.connectionsPerAddress());
    }

    /** It comes last, since only then it is known whether a proxy in front is believed. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedProtocol(
            Uploads uploads, LastCalls lastCalls, Connections connections) {
        return tomcat -> {
            Predicate<InetAddress> isTrusted = tomcat.getEngineValves().stream()
                    .filter(RemoteIpValve.class::isInstance)
                    .map(RemoteIpValve.class::cast)
                    .map(UploadConfiguration::proxies)
                    .reduce(address -> false, Predicate::or);
            tomcat.setProtocol(BoundedProtocol.class.getName());
            tomcat.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof BoundedProtocol protocol) {
                    protocol.limit(uploads, lastCalls, connections, isTrusted);
                }
            });
        };
    }

    private static Predicate<InetAddress> proxies(RemoteIpValve valve) {
        return new Proxies(valve.getInternalProxies()).or(new Proxies(valve.getTrustedProxies()));
    }

    @Bean
    MeterBinder uploadMeters(Uploads uploads, Connections connections, ByteBudget budget) {
        return meters -> {
            Gauge.builder("cervical.cds.uploads", uploads, Uploads::coming)
                    .description("Bodies on their way")
                    .register(meters);
            Gauge.builder("cervical.cds.uploads.memory", budget, ByteBudget::taken)
                    .baseUnit("bytes")
                    .description("Memory that long bodies fill")
                    .register(meters);
            FunctionCounter.builder("cervical.cds.uploads.refused", budget, ByteBudget::refused)
                    .description("Long bodies for which there was no memory")
                    .register(meters);
            for (Uploads.Cause cause : Uploads.Cause.values()) {
                FunctionCounter.builder("cervical.cds.uploads.given.up", uploads, all -> all.givenUp(cause))
                        .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                        .description("Bodies that came too slowly")
                        .register(meters);
            }
            FunctionCounter.builder("cervical.cds.connections.refused", connections, Connections::refused)
                    .description("Connections of addresses that had too many")
                    .register(meters);
        };
    }
}
