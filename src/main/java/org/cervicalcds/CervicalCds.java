package org.cervicalcds;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cervicalcds.commands.Commands;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.service.cdshooks.HooksConfiguration;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.telemetry.BackgroundLines;
import org.cervicalcds.service.cdshooks.telemetry.ContentNames;
import org.cervicalcds.service.cdshooks.wire.CodeSystems;
import org.cervicalcds.service.insights.InsightsConfiguration;
import org.cervicalcds.service.operations.audit.AuditConfiguration;
import org.cervicalcds.service.operations.canary.CanaryConfiguration;
import org.cervicalcds.service.store.SnoozeReasons;
import org.cervicalcds.service.store.StoreConfiguration;
import org.cervicalcds.service.trust.AllowedHosts;
import org.cervicalcds.service.trust.OperatorSettings;
import org.cervicalcds.service.trust.PublicUrl;
import org.cervicalcds.service.trust.TrustConfiguration;
import org.cervicalcds.service.trust.WebOrigins;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.cervicalcds.service.uploads.LastCalls;
import org.cervicalcds.service.uploads.UploadConfiguration;
import org.cervicalcds.service.uploads.UploadSettings;
import org.cervicalcds.workbench.cardbook.CardBookConfiguration;
import org.cervicalcds.workbench.replay.ReplayReportConfiguration;
import org.cervicalcds.workbench.sandbox.NoWorkbenchConfiguration;
import org.cervicalcds.workbench.sandbox.SandboxConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Starts the service and wires its parts: the only class that knows everybody, and the only one that reads the system's clock. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        excludeName = {
            // What comes with a library and nothing here uses.
            "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration",
            "org.springframework.boot.autoconfigure.aop.AopAutoConfiguration",
            "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration"
        })
@Import({
    HooksConfiguration.class,
    SandboxConfiguration.class,
    NoWorkbenchConfiguration.class,
    CardBookConfiguration.class,
    ReplayReportConfiguration.class,
    AuditConfiguration.class,
    CanaryConfiguration.class,
    StoreConfiguration.class,
    InsightsConfiguration.class,
    TrustConfiguration.class,
    UploadConfiguration.class
})
public class CervicalCds {
    public static void main(String[] args) {
        if (Commands.areMeant(args)) {
            // A command prints what it has to say; libraries that log nobody has set up would write in between.
            LoggingSystem.get(CervicalCds.class.getClassLoader()).beforeInitialize();
            System.exit(new Commands(ContentLocation::read, System.out, Clock.systemUTC()).run(args));
        }
        ConfigurableApplicationContext service = application().run(args);
        BackgroundLines lines = BackgroundLines.ofDecisions();
        service.addApplicationListener((ContextClosedEvent closing) -> lines.close());
    }

    /** The service as it is started from outside of tests. */
    static SpringApplication application() {
        SpringApplication application = new SpringApplication(CervicalCds.class);
        application.addInitializers(new ContentAhead());
        return application;
    }

    @Bean
    static SafeSettings safeSettings(Environment environment) {
        return new SafeSettings(environment);
    }

    @Bean
    SecuritySettings securitySettings(ServiceSettings settings) {
        return settings.security();
    }

    @Bean
    OperatorSettings operatorSettings(ServiceSettings settings) {
        return settings.operators();
    }

    @Bean
    UploadSettings uploadSettings(ServiceSettings settings) {
        return settings.uploads();
    }

    @Bean
    LastCalls lastCalls(ServiceSettings settings) {
        return new LastCalls(settings.shutdownNotice());
    }

    @Bean
    PublicUrl publicUrl(ServiceSettings settings) {
        return new PublicUrl(settings.publicUrl());
    }

    /** Not set: only this machine at itself, and in production every name, since there tokens decide. */
    @Bean
    AllowedHosts allowedHosts(ServiceSettings settings, Environment environment) {
        List<String> names = settings.allowedHosts();
        if (names != null) {
            return new AllowedHosts(names);
        }
        return environment.acceptsProfiles(Profiles.of("production")) ? AllowedHosts.ANY : AllowedHosts.LOCAL;
    }

    @Bean
    WebOrigins webOrigins(ServiceSettings settings) {
        return new WebOrigins(settings.allowedOrigins());
    }

    @Bean
    Content content(ServiceSettings settings, SafeSettings safe, ObjectProvider<ContentAhead.Reading> ahead) {
        safe.check(settings);
        ContentAhead.Reading reading = ahead.getIfAvailable();
        return reading == null ? ContentProvider.load(settings) : reading.content();
    }

    /** Which content answers: the hash changes with everything that decides a card. */
    @Bean
    InfoContributor contentInfo(Content content) {
        Map<String, Object> told = Map.of(
                "hash",
                content.hash(),
                "cards",
                content.cardsOn(),
                "unsigned",
                content.unsignedCards().size());
        return info -> info.withDetail("content", told);
    }

    @Bean
    Terminology terminology(Content content) {
        return content.terminology();
    }

    @Bean
    CardDeck cardDeck(Content content) {
        return content.deck();
    }

    @Bean
    ServiceCatalogue serviceCatalogue(Content content, SecuritySettings security) {
        Set<String> ids = content.services().stream().map(CdsService::id).collect(Collectors.toSet());
        for (SecuritySettings.Client client : security.clients()) {
            client.services().stream()
                    .filter(id -> !ids.contains(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw new InvalidSettingException(
                                "cervical-cds.security.clients: services of " + client.issuer() + " lists " + id
                                        + "; there are " + String.join(", ", new TreeSet<>(ids)));
                    });
        }
        return new ServiceCatalogue(content.services());
    }

    @Bean
    ContentNames contentNames(Content content) {
        return new ContentNames(content.hash(), content.hashes());
    }

    @Bean
    SnoozeReasons settledReasons(Content content) {
        return new SnoozeReasons(CodeSystems.OVERRIDE_REASON, content.overrideReasons());
    }

    @Bean
    Clock clock(Content content) {
        return Clock.system(content.settings().zone());
    }
}
