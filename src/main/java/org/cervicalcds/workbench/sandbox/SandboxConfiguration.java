package org.cervicalcds.workbench.sandbox;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Puts the sandbox at {@code /fhir}, unless {@code cervical-cds.sandbox.enabled} says no. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "cervical-cds.sandbox.enabled", havingValue = "true", matchIfMissing = true)
public class SandboxConfiguration {

    private static final Duration USUAL_BUDGET = Duration.ofMillis(1500);
    private static final Duration LATE = Duration.ofSeconds(1);

    @Bean
    SandboxGate sandboxGate(ObjectProvider<Clock> clocks) {
        Clock clock = clocks.getIfAvailable(Clock::systemUTC);
        return new SandboxGate(() -> SandboxServer.read(clock));
    }

    @Bean
    ServletRegistrationBean<SandboxGate> sandboxServer(SandboxGate gate) {
        ServletRegistrationBean<SandboxGate> registration =
                new ServletRegistrationBean<>(gate, "/fhir/*", BrokenServers.PATH + "*");
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** The patients are read once the service can answer: no answer of its own needs them, and both at once would hold up the first. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> sandboxReading(SandboxGate gate) {
        return ready -> gate.openInBackground();
    }

    /** For a hook call that wants to ask the sandbox: waiting for the patients is not part of its time budget. */
    @Bean
    Runnable sandboxReady(SandboxGate gate) {
        return gate::awaitReady;
    }

    @Bean
    OpenServers openServers(Environment environment) {
        return new OpenServers(Binder.get(environment)
                .bind("cervical-cds.fhir.open-servers", Bindable.listOf(String.class))
                .orElse(List.of()));
    }

    /** The slow one is slower than the service waits. */
    @Bean
    FilterRegistrationBean<BrokenServers> brokenServers(Environment environment) {
        Duration budget = environment.getProperty("cervical-cds.fhir.time-budget", Duration.class, USUAL_BUDGET);
        FilterRegistrationBean<BrokenServers> registration =
                new FilterRegistrationBean<>(new BrokenServers(budget.plus(LATE)));
        registration.addUrlPatterns(BrokenServers.PATH + "*");
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        registration.setAsyncSupported(true);
        return registration;
    }

    /** Lets a search hold a bar as it stands, as in {@code code=http://loinc.org|8310-5}: many clients do not escape it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sandboxQueries() {
        return tomcat -> tomcat.addConnectorCustomizers(connector -> connector.setProperty("relaxedQueryChars", "|"));
    }

    @Bean
    FilterRegistrationBean<CorsFilter> sandboxCors() {
        CorsConfiguration open = new CorsConfiguration();
        open.addAllowedOrigin(CorsConfiguration.ALL);
        open.addAllowedMethod(CorsConfiguration.ALL);
        open.addAllowedHeader(CorsConfiguration.ALL);
        open.setExposedHeaders(List.of("Location", "Content-Location", "ETag", "Last-Modified"));
        open.setMaxAge(3600L);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", open);
        FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source));
        registration.addUrlPatterns("/fhir/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
