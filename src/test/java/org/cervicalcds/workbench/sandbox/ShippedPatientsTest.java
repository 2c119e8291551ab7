package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.util.FhirTerser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class ShippedPatientsTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-06-15T10:00:00Z"), ZoneOffset.UTC);
    private static final List<Resource> SHIPPED = ShippedPatients.read(FHIR, CLOCK);

    @Test
    void everyFileIsReadByTheStrictParser() {
        IParser strict = FHIR.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
        RelativeDates dates = new RelativeDates(CLOCK);
        ShippedPatients.files().forEach(file -> {
            Bundle bundle = strict.parseResource(Bundle.class, dates.resolve(ShippedPatients.text(file)));
            assertThat(bundle.getEntry()).as(file.getFilename()).isNotEmpty();
        });
    }

    @Test
    void thereAreStoriesAndBystandersToChooseFrom() {
        assertThat(tagged("story")).hasSizeGreaterThanOrEqualTo(24);
        assertThat(tagged("bystander")).hasSize(20);
        assertThat(tagged("story")).allSatisfy(patient -> {
            assertThat(patient.getText().getDiv().allText()).isNotBlank();
            assertThat(patient.getNameFirstRep().getFamily()).isNotBlank();
            assertThat(patient.hasBirthDate()).isTrue();
        });
    }

    @Test
    void storiesOfAllTwelveVignettesAreThere() {
        Set<String> starts = tagged("story")
                .map(patient -> patient.getIdElement().getIdPart().substring(0, 3))
                .collect(Collectors.toSet());

        assertThat(starts).contains("v01", "v02", "v03", "v04", "v05", "v06", "v07", "v08", "v09", "v10", "v11", "v12");
    }

    @Test
    void everyStorySaysWhatItIsMeantToShow() throws IOException {
        String expected = new ClassPathResource("sandbox/patient-view.tsv").getContentAsString(StandardCharsets.UTF_8);

        assertThat(expected.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.substring(0, line.indexOf('\t'))))
                .containsExactlyInAnyOrderElementsOf(tagged("story")
                        .map(patient -> patient.getIdElement().getIdPart())
                        .toList());
    }

    @Test
    void idsAreWellFormedAndUnique() {
        assertThat(SHIPPED.stream()
                        .map(resource -> resource.fhirType() + "/"
                                + resource.getIdElement().getIdPart()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z]+/[A-Za-z0-9.-]{1,64}"));
    }

    @Test
    void everyReferenceLeadsToAShippedResource() {
        Set<String> known = SHIPPED.stream()
                .map(resource ->
                        resource.fhirType() + "/" + resource.getIdElement().getIdPart())
                .collect(Collectors.toSet());
        FhirTerser terser = FHIR.newTerser();

        assertThat(SHIPPED.stream()
                        .flatMap(resource ->
                                terser.getAllPopulatedChildElementsOfType(resource, Reference.class).stream())
                        .map(Reference::getReference))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    @Test
    void datesStandRelativeToTheClock() {
        Condition fall = SHIPPED.stream()
                .filter(Condition.class::isInstance)
                .map(Condition.class::cast)
                .filter(condition -> condition.getIdElement().getIdPart().equals("v01-fall-fused-as-cond-3"))
                .findFirst()
                .orElseThrow();

        assertThat(fall.getCode().getCodingFirstRep().getCode()).isEqualTo("W01.0XXA");
        assertThat(fall.getOnsetDateTimeType().getValueAsString()).isEqualTo("2025-06-13");
        assertThat(tagged("story")
                        .filter(patient -> patient.getIdElement().getIdPart().equals("v01-fall-fused-as"))
                        .map(patient -> patient.getBirthDateElement().getValueAsString()))
                .containsExactly("1963-02-01");
    }

    private static Stream<Patient> tagged(String tag) {
        return SHIPPED.stream()
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .filter(patient -> patient.getMeta().getTagFirstRep().getCode().equals(tag));
    }
}
