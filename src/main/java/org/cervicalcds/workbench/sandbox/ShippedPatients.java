package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The synthetic patients that come with the service: one Bundle a file, dates written relative to the start. */
final class ShippedPatients {

    private static final String FILES = "classpath*:sandbox/**/*.json";

    private ShippedPatients() {}

    /** Reads all of them, ordered by file name, with dates counted from the clock's present. */
    static List<Resource> read(FhirContext fhir, Clock clock) {
        RelativeDates dates = new RelativeDates(clock);
        IParser parser = fhir.newJsonParser();
        return files().stream()
                .map(file -> parser.parseResource(Bundle.class, dates.resolve(text(file))))
                .flatMap(bundle -> bundle.getEntry().stream())
                .map(BundleEntryComponent::getResource)
                .toList();
    }

    /** The files themselves, ordered by name. */
    static List<org.springframework.core.io.Resource> files() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFilename())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The patients of the sandbox cannot be found", e);
        }
    }

    static String text(org.springframework.core.io.Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The patients of the sandbox cannot be read", e);
        }
    }
}
