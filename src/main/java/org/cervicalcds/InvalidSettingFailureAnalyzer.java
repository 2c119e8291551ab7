package org.cervicalcds;

import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells which settings are wrong, in place of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidSettingException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct what is named; docs/settings.md lists all settings.",
                cause);
    }
}
