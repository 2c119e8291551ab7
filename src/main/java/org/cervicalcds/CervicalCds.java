package org.cervicalcds;

import java.time.Clock;
import org.cervicalcds.audit.AuditConfiguration;
import org.cervicalcds.canary.CanaryConfiguration;
import org.cervicalcds.cardbook.CardBookConfiguration;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.commands.Commands;
import org.cervicalcds.content.Content;
import org.cervicalcds.hooks.BackgroundLines;
import org.cervicalcds.hooks.CodeSystems;
import org.cervicalcds.hooks.ContentNames;
import org.cervicalcds.hooks.HooksConfiguration;
import org.cervicalcds.hooks.ServiceCatalogue;
import org.cervicalcds.hooks.Settings;
import org.cervicalcds.insights.InsightsConfiguration;
import org.cervicalcds.sandbox.NoWorkbenchConfiguration;
import org.cervicalcds.sandbox.SandboxConfiguration;
import org.cervicalcds.store.SettledReasons;
import org.cervicalcds.store.StoreConfiguration;
import org.cervicalcds.terminology.Terminology;
import org.cervicalcds.trust.OperatorSettings;
import org.cervicalcds.trust.PublicUrl;
import org.cervicalcds.trust.SecuritySettings;
import org.cervicalcds.trust.TrustConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** Starts the service and wires its parts: the only class that knows everybody, and the only one that reads the system's clock. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    HooksConfiguration.class,
    SandboxConfiguration.class,
    NoWorkbenchConfiguration.class,
    CardBookConfiguration.class,
    AuditConfiguration.class,
    CanaryConfiguration.class,
    StoreConfiguration.class,
    InsightsConfiguration.class,
    TrustConfiguration.class
})
public class CervicalCds {
    public static void main(String[] args) {
        if (Commands.areMeant(args)) {
            System.exit(new Commands(ContentLocation::read, System.out).run(args));
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
    SecuritySettings securitySettings(Settings settings) {
        return settings.security();
    }

    @Bean
    OperatorSettings operatorSettings(Settings settings) {
        return settings.operators();
    }

    @Bean
    PublicUrl publicUrl(Settings settings) {
        return new PublicUrl(settings.publicUrl());
    }

    @Bean
    Content content(Settings settings, SafeSettings safe, ObjectProvider<ContentAhead.Reading> ahead) {
        safe.check(settings);
        ContentAhead.Reading reading = ahead.getIfAvailable();
        return reading == null ? ServedContent.load(settings) : reading.content();
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
    ServiceCatalogue serviceCatalogue(Content content) {
        return new ServiceCatalogue(content.services());
    }

    @Bean
    ContentNames contentNames(Content content) {
        return new ContentNames(content.hash(), content.hashes());
    }

    @Bean
    SettledReasons settledReasons(Content content) {
        return new SettledReasons(CodeSystems.OVERRIDE_REASON, content.overrideReasons());
    }

    @Bean
    Clock clock(Content content) {
        return Clock.system(content.settings().zone());
    }
}
