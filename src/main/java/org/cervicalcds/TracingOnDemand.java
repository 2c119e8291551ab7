package org.cervicalcds;

import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves everything about tracing out of the start where nobody set an address to send traces to. */
final class TracingOnDemand implements AutoConfigurationImportFilter, EnvironmentAware {
    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        String endpoint = environment == null ? "" : environment.getProperty(ENDPOINT, "");
        boolean wanted = !endpoint.isBlank();
        if (wanted && !endpoint.matches("https?://.+")) {
            throw new InvalidSettingException(ENDPOINT + " is no address such as http://collector:4318/v1/traces");
        }
        boolean[] kept = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            kept[i] = wanted
                    || name == null
                    || !name.startsWith("org.springframework.boot.micrometer.tracing.")
                            && !name.startsWith("org.springframework.boot.opentelemetry.");
        }
        return kept;
    }
}
