package org.cervicalcds.hooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.tracing.Tracer;
import io.swagger.v3.oas.models.OpenAPI;
import java.time.Clock;
import java.util.List;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CdsService;
import org.cervicalcds.fhir.AccessRules;
import org.cervicalcds.fhir.FhirAccess;
import org.cervicalcds.store.Store;
import org.cervicalcds.terminology.Terminology;
import org.cervicalcds.trust.Clients;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Wires the HTTP edge to the content: wants a CardDeck, a Terminology, a ServiceCatalogue, ContentNames, a Store and a Clock in the zone whose days count. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
public class HooksConfiguration {

    @Bean
    FhirAccess fhirAccess(Settings settings, Environment environment) {
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        Settings.Fhir fhir = settings.fhir();
        AccessRules rules = new AccessRules(
                fhir.openServers(),
                fhir.allowedServers(),
                !production && fhir.allowedServers().isEmpty(),
                !production,
                fhir.privateServers(),
                !production,
                fhir.clientIds(),
                fhir.callsAtOnce(),
                fhir.timeBudget(),
                fhir.maxPages(),
                Math.toIntExact(fhir.maxAnswerBytes().toBytes()));
        return new FhirAccess(
                rules,
                settings.security().clients().stream()
                        .flatMap(client -> client.fhirServers().stream())
                        .toList());
    }

    @Bean
    CallMeters callMeters(
            ServiceCatalogue catalogue, CardDeck deck, FhirAccess access, ObjectProvider<MeterRegistry> meters) {
        return new CallMeters(
                catalogue.services().stream().map(CdsService::id).distinct().toList(),
                deck,
                access,
                meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean
    CallSpans callSpans(ObjectProvider<Tracer> tracer) {
        Tracer there = tracer.getIfAvailable();
        return there == null ? CallSpans.NONE : new CallSpans(there);
    }

    /** The path of a request may hold ids. */
    @Bean
    ObservationFilter observationsWithoutPaths() {
        return observed -> observed.removeHighCardinalityKeyValue("http.url");
    }

    @Bean
    HookCall hookCall(
            CardDeck deck,
            Terminology terminology,
            Clock clock,
            FhirAccess access,
            Clients clients,
            Settings settings,
            Store store,
            ContentNames names,
            CallMeters meters,
            ObjectProvider<AuditTrail> audit) {
        return new HookCall(
                new RequestReader(terminology, clock.getZone()),
                access,
                clients,
                deck,
                clock,
                settings,
                new Recorder(store, names, clock, meters),
                meters,
                audit.getIfAvailable(() -> AuditTrail.NONE));
    }

    @Bean(initMethod = "start")
    WarmUp warmUp(ServiceCatalogue catalogue, CardDeck deck, Terminology terminology, HookCall hookCall, Clock clock) {
        return new WarmUp(
                OfferedService.all(catalogue, deck, new PrefetchTemplates(terminology)),
                hookCall,
                new SampleRequests(terminology, clock, 1));
    }

    /** Asks for what is on offer, unless it needs a token or the caller's rate could be felt. */
    @Bean
    HttpWarmUp httpWarmUp(ApplicationContext context, Settings settings) {
        int limit = settings.security().callsPerMinute();
        boolean free = settings.security().openDiscovery() && (limit == 0 || limit >= 100 * HttpWarmUp.ROUNDS);
        return new HttpWarmUp(context, free ? List.of("GET /cds-services") : List.of());
    }

    @Bean
    Rehearsal rehearsal(ServiceCatalogue catalogue, CardDeck deck, Terminology terminology, HookCall hookCall) {
        return new Rehearsal(OfferedService.all(catalogue, deck, new PrefetchTemplates(terminology)), hookCall);
    }

    @Bean
    HooksEndpoint hooksEndpoint(
            CardDeck deck,
            Terminology terminology,
            ServiceCatalogue catalogue,
            Clock clock,
            Settings settings,
            HookCall hookCall,
            Clients clients,
            Store store,
            CallMeters meters,
            CallSpans spans) {
        PrefetchTemplates templates = new PrefetchTemplates(terminology);
        return new HooksEndpoint(
                new Discoveries(clients, settings.output(), output -> Discovery.of(catalogue, deck, templates, output)),
                OfferedService.all(catalogue, deck, templates),
                hookCall,
                new FeedbackReader(),
                new KeptFeedback(store),
                Math.toIntExact(settings.maxBodyBytes().toBytes()),
                meters,
                spans);
    }

    @Bean
    @ConditionalOnProperty(name = "cervical-cds.sandbox.enabled", havingValue = "true", matchIfMissing = true)
    PutAwayCards putAwayCards(Store store) {
        return new PutAwayCards(store);
    }

    @Bean
    CapabilityPage capabilityPage(
            ServiceCatalogue catalogue, CardDeck deck, Terminology terminology, Settings settings) {
        return new CapabilityPage(catalogue, deck, new PrefetchTemplates(terminology), settings);
    }

    @Bean
    OpenAPI apiDescription(ServiceCatalogue catalogue) {
        return ApiDescription.of(catalogue);
    }

    @Bean
    Errors errors() {
        return new Errors();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomeValve() {
        return tomcat -> tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new OutcomeValve()));
    }

    /** A body of hundreds of kilobytes comes in a few reads instead of dozens. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> longReads() {
        return tomcat ->
                tomcat.addConnectorCustomizers(connector -> connector.setProperty("socket.appReadBufSize", "65536"));
    }

    @Bean
    FilterRegistrationBean<CrossOrigin> crossOrigin(Settings settings) {
        FilterRegistrationBean<CrossOrigin> filter =
                new FilterRegistrationBean<>(new CrossOrigin(settings.allowedOrigins()));
        filter.addUrlPatterns("/cds-services", "/cds-services/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
