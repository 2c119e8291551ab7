package org.cervicalcds;

import org.cervicalcds.content.files.ContentException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what is wrong with the card content where the service does not start, in place of a stack trace. */
final class ContentFailureAnalyzer extends AbstractFailureAnalyzer<ContentException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, ContentException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Mend the files named above; 'java -jar cervical-cds.jar check' looks at them without starting the"
                        + " service.",
                cause);
    }
}
