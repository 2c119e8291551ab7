package org.cervicalcds;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.cervicalcds.content.Content;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Begins to read the content while the parts of the service are still being found, so that it is there when they are put together. */
final class ContentAhead implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String NAME = "contentAhead";

    /** The content that is being read. */
    static final class Reading {
        private final FutureTask<Content> content;

        private Reading(Callable<Content> reader) {
            this.content = new FutureTask<>(reader);
        }

        /**
         * Waits for the content.
         *
         * @throws RuntimeException where it cannot be read, as the reader threw it
         */
        Content content() {
            content.run();
            try {
                return content.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Stopped while the content was read", e);
            }
        }
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        Reading reading = new Reading(() ->
                ContentProvider.load(Binder.get(environment).bindOrCreate("cervical-cds", ServiceSettings.class)));
        context.getBeanFactory().registerSingleton(NAME, reading);
        Thread thread = new Thread(reading.content, "content-reader");
        thread.setDaemon(true);
        thread.start();
    }
}
