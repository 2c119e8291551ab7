package org.cervicalcds;

import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the settings that are not known, without their values: a misspelt name may hold a secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingsFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnboundConfigurationPropertiesException cause) {
        return new FailureAnalysis(
                "There is no such setting:\n"
                        + cause.getUnboundProperties().stream()
                                .map(UnknownSettingsFailureAnalyzer::line)
                                .sorted()
                                .collect(Collectors.joining("\n")),
                "Mend the names; docs/settings.md lists all settings.",
                cause);
    }

    private static String line(ConfigurationProperty property) {
        return "  " + property.getName() + (property.getOrigin() == null ? "" : ", from " + property.getOrigin());
    }
}
