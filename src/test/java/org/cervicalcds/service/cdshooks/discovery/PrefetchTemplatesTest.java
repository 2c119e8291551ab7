package org.cervicalcds.service.cdshooks.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prefetch templates as published and as asked, and the discovery document they stand in. */
final class PrefetchTemplatesTest {
    private final TerminologyBuilder sets = new TerminologyBuilder();
    private final ValueSet temperature;
    private final ValueSet many;
    private final PrefetchTemplates templates;

    PrefetchTemplatesTest() {
        sets.codeSystem(new CodeSystem("SNOMED", "http://snomed.info/sct", List.of(), CodeSystem.Matching.EXACT));
        sets.codeSystem(new CodeSystem("LOINC", "http://loinc.org", List.of(), CodeSystem.Matching.EXACT));
        sets.codeSystem(new CodeSystem("ICD", "http://icd", List.of(), CodeSystem.Matching.UNDOTTED_PREFIX));
        temperature = sets.valueSet("obs-body-temperature", "Temperature", false);
        sets.code(temperature, "SNOMED", "386725007", "sample");
        sets.code(temperature, "ICD", "R50", "sample");
        sets.code(temperature, "LOINC", "8310-5", "sample");
        sets.code(temperature, "LOINC", "8331-1", "sample");
        many = sets.valueSet("obs-many", "Many", false);
        for (int i = 0; i < 200; i++) {
            sets.code(many, "LOINC", "1" + i + "-0", "sample");
        }
        templates = new PrefetchTemplates(sets.build());
    }

    private List<Need> needs() {
        return List.of(
                Need.PATIENT,
                Need.ENCOUNTER,
                Need.CONDITIONS,
                Need.PROCEDURES,
                Need.DIAGNOSTIC_REPORTS,
                Need.IMAGING_STUDIES,
                Need.SERVICE_REQUESTS,
                Need.MEDICATION_REQUESTS,
                Need.MEDICATION_STATEMENTS,
                Need.MEDICATION_DISPENSES,
                Need.MEDICATION_ADMINISTRATIONS,
                Need.observations(temperature),
                Need.observations(many));
    }

    @Test
    void templatesAreReadsAndSearchesOfTheRestrictedSubset() {
        assertThat(needs().stream().map(templates::of))
                .allMatch(t -> t.matches("[A-Z][A-Za-z]+(/\\{\\{context\\.[a-zA-Z]+}}|\\?[^ ]+)"))
                .allMatch(t -> t.length() < PrefetchTemplates.LONGEST)
                .noneMatch(t -> t.matches(".*[?&](_has|_include|_revinclude|_elements|_summary|_filter).*"))
                .noneMatch(t -> t.contains("sort:desc"))
                .doesNotHaveDuplicates();
    }

    @Test
    void templatesAsPublished() {
        assertThat(templates.of(Need.PATIENT)).isEqualTo("Patient/{{context.patientId}}");
        assertThat(templates.of(Need.ENCOUNTER)).isEqualTo("Encounter/{{context.encounterId}}");
        assertThat(templates.of(Need.CONDITIONS)).isEqualTo("Condition?patient={{context.patientId}}");
        assertThat(templates.of(Need.SERVICE_REQUESTS))
                .isEqualTo("ServiceRequest?patient={{context.patientId}}&status=active");
        assertThat(templates.of(Need.observations(temperature)))
                .isEqualTo("Observation?patient={{context.patientId}}&code="
                        + "http://loinc.org|8310-5,http://loinc.org|8331-1,http://snomed.info/sct|386725007");
    }

    /** Of 200 codes some do not fit: what comes for the rest is not all there is. */
    @Test
    void whatDoesNotFitIntoATemplateIsCountedAndMakesWhatComesAPart() {
        Need all = Need.observations(temperature);
        Need cut = Need.observations(many);
        int asked = templates.of(cut).split(",").length;
        OfferedService service = OfferedService.of("s", Map.of("patient-view", List.of(all, cut)), templates);

        assertThat(asked).isBetween(20, 199);
        assertThat(service.leftOut()).isEqualTo(Map.of(cut, 200 - asked));
        assertThat(service.availability(all, Availability.ALL)).isEqualTo(Availability.ALL);
        assertThat(service.availability(cut, Availability.ALL))
                .isEqualTo(Availability.part(Availability.Cause.CODES_LEFT_OUT, 0, 0));
        Availability refused = Availability.nothing(Availability.Cause.REFUSED);
        assertThat(service.availability(cut, refused)).isEqualTo(refused);
    }

    @ParameterizedTest(name = "{0} for {1} and {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "Condition?patient={{context.patientId}}, p1, -, Condition?patient=p1",
                "Encounter/{{context.encounterId}}, p1, e1, Encounter/e1",
                "Encounter/{{context.encounterId}}, p1, -, -",
                "Patient/{{context.patientId}}, ../x?y, -, -",
                "Observation?patient={{context.patientId}}&code=http://loinc.org|1-8, p1, -, Observation?patient=p1&code=http://loinc.org%7C1-8",
            })
    void templateIsFilledOnlyWithSafeIds(
            String template, String patientId, @Nullable String encounterId, @Nullable String expected) {
        assertThat(PrefetchTemplates.filled(PrefetchTemplates.escaped(template), patientId, encounterId)
                        .orElse(null))
                .isEqualTo(expected);
    }

    @Test
    void discoveryListsEveryServiceWithItsTemplatesInOrder() {
        CdsService view = new CdsService("view", "patient-view", "Title", "Description", null);
        CdsService none = new CdsService("none", "order-sign", "T", "D", "A FHIR server");

        Discovery discovery = Discovery.of(
                List.of(view, none),
                s -> s.equals(view) ? List.of(Need.PATIENT, Need.CONDITIONS) : List.of(),
                templates::of,
                false);

        assertThat(new String(discovery.json(), StandardCharsets.UTF_8))
                .isEqualTo(
                        ("{'services':[{'hook':'patient-view','title':'Title','description':'Description','id':'view',"
                                        + "'prefetch':{'patient':'Patient/{{context.patientId}}','conditions':'Condition?patient={{context.patientId}}'}},"
                                        + "{'hook':'order-sign','title':'T','description':'D','id':'none','usageRequirements':'A FHIR server'}]}")
                                .replace('\'', '"'));
        assertThat(discovery.etag()).matches("\"[0-9a-f]{16}\"");
    }

    @Test
    void withoutServicesTheListStays() {
        Discovery discovery = Discovery.of(List.of(), s -> List.of(), templates::of, false);

        assertThat(new String(discovery.json(), StandardCharsets.UTF_8)).isEqualTo("{\"services\":[]}");
    }
}
