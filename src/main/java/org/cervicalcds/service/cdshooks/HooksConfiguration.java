package org.cervicalcds.service.cdshooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.swagger.v3.oas.models.OpenAPI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.service.access.AccessRules;
import org.cervicalcds.service.access.EmbeddedServer;
import org.cervicalcds.service.access.FhirAccess;
import org.cervicalcds.service.cdshooks.discovery.ApiDescription;
import org.cervicalcds.service.cdshooks.discovery.Discoveries;
import org.cervicalcds.service.cdshooks.discovery.Discovery;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.feedback.FeedbackReader;
import org.cervicalcds.service.cdshooks.feedback.FeedbackRecorder;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.CallSpans;
import org.cervicalcds.service.cdshooks.telemetry.ContentNames;
import org.cervicalcds.service.cdshooks.telemetry.Recorder;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.uploads.ByteBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Wires the HTTP edge to the content: wants a CardDeck, a Terminology, a ServiceCatalogue, ContentNames, a Store and a Clock in the zone whose days count. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServiceSettings.class)
public class HooksConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(HooksConfiguration.class);

    @Bean
    FhirAccess fhirAccess(
            ServiceSettings settings,
            Environment environment,
            @Qualifier("sandboxReady") ObjectProvider<Runnable> sandboxReady) {
        Runnable ready = sandboxReady.getIfAvailable();
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        ServiceSettings.Fhir fhir = settings.fhir();
        AccessRules rules = new AccessRules(
                fhir.openServers(),
                fhir.allowedServers(),
                !production && fhir.allowedServers().isEmpty(),
                !production,
                fhir.privateServers(),
                fhir.clientIds(),
                fhir.callsAtOnce(),
                fhir.queriesAtOnce(),
                fhir.timeBudget(),
                fhir.maxPages(),
                Math.toIntExact(fhir.maxAnswerBytes().toBytes()),
                fhir.aliases());
        return new FhirAccess(
                rules,
                settings.security().clients().stream()
                        .flatMap(client -> client.fhirServers().stream())
                        .toList(),
                ready == null ? EmbeddedServer.NONE : sandbox(environment, ready));
    }

    /** At this machine's own addresses; what {@code /fhir-broken} does not answer in time is late, as it is to show. */
    private static EmbeddedServer sandbox(Environment environment, Runnable ready) {
        List<String> origins = Stream.of("localhost", "127.0.0.1", "[::1]")
                .map(host -> "http://" + host + ":" + environment.getProperty("server.port", "8080"))
                .toList();
        List<String> whole = origins.stream().map(origin -> origin + "/fhir").toList();
        List<String> all = Stream.concat(whole.stream(), origins.stream().map(origin -> origin + "/fhir-broken"))
                .toList();
        return new EmbeddedServer(all, whole, ready);
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

    /** Probes and scrapes come every few seconds and tell nothing. */
    @Bean
    SpanExportingPredicate spansWithoutProbes() {
        return span -> !span.getName().contains("/actuator");
    }

    @Bean
    Callers callers(ServiceSettings settings) {
        StoreSettings.Quiet quiet = settings.quiet();
        boolean withoutToken = quiet != null && quiet.withoutToken();
        if (!settings.security().requireJwt()) {
            LOG.warn(
                    withoutToken
                            ? "Calls need no token and cervical-cds.quiet.without-token is true: whoever calls can snooze cards for others"
                            : "Calls need no token: overrides and cards shown before suppress nothing for callers without one, unless"
                                    + " cervical-cds.quiet.without-token is true");
        }
        return new Callers(settings.sandbox().enabled(), withoutToken);
    }

    @Bean
    HookCall hookCall(
            CardDeck deck,
            Terminology terminology,
            Clock clock,
            FhirAccess access,
            Clients clients,
            ServiceSettings settings,
            Store store,
            ContentNames names,
            CallMeters meters,
            Callers callers,
            ObjectProvider<AuditTrail> audit) {
        return new HookCall(
                new RequestReader(terminology, clock.getZone()),
                access,
                clients,
                Engine.of(deck),
                clock,
                settings,
                callers,
                new Recorder(store, names, clock, meters),
                meters,
                audit.getIfAvailable(() -> AuditTrail.NONE));
    }

    @Bean
    Rehearsal rehearsal(ServiceCatalogue catalogue, CardDeck deck, Terminology terminology, HookCall hookCall) {
        return new Rehearsal(OfferedService.all(catalogue, deck, new PrefetchTemplates(terminology)), hookCall);
    }

    /** One body of the longest kind is always taken. */
    @Bean
    ByteBudget bodyBudget(ServiceSettings settings) {
        double share = settings.uploads().heapShare() * Runtime.getRuntime().maxMemory();
        return new ByteBudget(Math.max(settings.maxBodyBytes().toBytes(), (long) share));
    }

    @Bean
    HooksEndpoint hooksEndpoint(
            CardDeck deck,
            Terminology terminology,
            ServiceCatalogue catalogue,
            Clock clock,
            ServiceSettings settings,
            HookCall hookCall,
            Callers callers,
            Clients clients,
            Store store,
            ByteBudget budget,
            CallMeters meters,
            CallSpans spans) {
        PrefetchTemplates templates = new PrefetchTemplates(terminology);
        Map<String, OfferedService> services = OfferedService.all(catalogue, deck, templates);
        SortedMap<String, Integer> leftOut = new TreeMap<>();
        services.values()
                .forEach(service -> service.leftOut().forEach((need, codes) -> leftOut.put(need.key(), codes)));
        leftOut.forEach((key, codes) -> LOG.warn(
                "{} codes of {} do not fit into its prefetch template of {} characters: what comes for it counts as a part",
                codes,
                key,
                PrefetchTemplates.LONGEST));
        return new HooksEndpoint(
                new Discoveries(clients, settings.output(), output -> Discovery.of(catalogue, deck, templates, output)),
                services,
                hookCall,
                callers,
                new FeedbackReader(),
                new FeedbackRecorder(store, reasons(deck)),
                Math.toIntExact(settings.maxBodyBytes().toBytes()),
                budget,
                meters,
                spans);
    }

    private static Set<String> reasons(CardDeck deck) {
        return deck.definitions().stream()
                .flatMap(card -> card.overrideReasons().stream())
                .map(OverrideReason::code)
                .collect(Collectors.toSet());
    }

    @Bean
    @ConditionalOnProperty(name = "cervical-cds.sandbox.enabled", havingValue = "true", matchIfMissing = true)
    SnoozeResetEndpoint snoozeResetEndpoint(Store store) {
        return new SnoozeResetEndpoint(store);
    }

    @Bean
    CapabilityPage capabilityPage(
            ServiceCatalogue catalogue, CardDeck deck, Terminology terminology, ServiceSettings settings) {
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
                context -> context.getParent().getPipeline().addValve(new OperationOutcomeErrorValve()));
    }

    /** A body of hundreds of kilobytes comes in a few reads instead of dozens. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> longReads() {
        return tomcat ->
                tomcat.addConnectorCustomizers(connector -> connector.setProperty("socket.appReadBufSize", "65536"));
    }
}
