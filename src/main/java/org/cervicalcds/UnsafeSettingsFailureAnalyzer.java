package org.cervicalcds;

import org.cervicalcds.SafeSettings.UnsafeSettings;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which settings keep the production profile from starting, in place of a stack trace. */
final class UnsafeSettingsFailureAnalyzer extends AbstractFailureAnalyzer<UnsafeSettings> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnsafeSettings cause) {
        return new FailureAnalysis(cause.problems(), UnsafeSettings.ACTION, cause);
    }
}
