package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.repository.IRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.export.CqlExport;
import org.cervicalcds.workbench.sandbox.SandboxRecords;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.RequestGroup.RequestGroupActionComponent;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencds.cqf.fhir.cql.LibraryEngine;
import org.opencds.cqf.fhir.cr.CrSettings;
import org.opencds.cqf.fhir.cr.plandefinition.PlanDefinitionProcessor;
import org.opencds.cqf.fhir.utility.monad.Eithers;
import org.opencds.cqf.fhir.utility.repository.InMemoryFhirRepository;

/** HAPI's Clinical Reasoning loads the package and answers $apply for patients of the sandbox as the service does (sandbox/patient-view.tsv). */
@Tag("long")
class ApplyTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Map<String, String> PRIORITIES =
            Map.of("stat", "critical", "urgent", "warning", "routine", "info");
    private static final String PLANS = "https://cervicalcds.org/fhir/PlanDefinition/";

    /** It keeps what was translated. */
    private static final CrSettings SETTINGS = CrSettings.getDefault();

    private static Content content;
    private static Bundle record;

    @BeforeAll
    static void load() {
        content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        Translation.neverCleanUp();
        record = new Bundle().setType(Bundle.BundleType.COLLECTION);
        CqlExport.of(content).files().forEach((name, text) -> {
            if (name.startsWith("package/") && !name.endsWith("package.json")) {
                add((Resource) FHIR.newJsonParser().parseResource(text));
            }
        });
        SandboxRecords.read().forEach(ApplyTest::add);
    }

    private static void add(Resource resource) {
        record.addEntry().setResource(resource);
    }

    private static String applied(String card, String patient) throws IOException {
        Parameters parameters = new Parameters();
        parameters.addParameter("Hook", "patient-view");
        IRepository repository = new InMemoryFhirRepository(FHIR, record);
        LibraryEngine engine = new LibraryEngine(repository, SETTINGS.getEvaluationSettings());
        IBaseResource answer = EngineCheck.inZoneOf(content, () -> new PlanDefinitionProcessor(repository, SETTINGS)
                .apply(
                        Eithers.forLeft3(new CanonicalType(PLANS + card)),
                        "Patient/" + patient,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        parameters,
                        null,
                        List.of(),
                        engine));
        List<RequestGroupActionComponent> tiers = ((CarePlan) answer)
                .getContained().stream()
                        .filter(RequestGroup.class::isInstance)
                        .flatMap(group -> ((RequestGroup) group).getAction().stream())
                        // An action whose condition does not hold is null in memory.
                        .filter(action -> action != null && action.hasPriority())
                        .toList();
        assertThat(tiers).hasSizeLessThan(2);
        return tiers.isEmpty()
                ? "silent"
                : PRIORITIES.getOrDefault(tiers.get(0).getPriority().toCode(), "unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "as-cervical-fracture-risk, dish-fall-no-pain, warning",
        "as-cervical-fracture-risk, dish-fall-neck-pain, critical",
        "neck-pain-red-flags, neck-pain-cancer, warning",
        "mri-for-root-or-cord-signs, myelopathy-no-mri, info"
    })
    void answersAsTheServiceDoes(String card, String patient, String indicator) throws IOException {
        assertThat(applied(card, patient)).isEqualTo(indicator);
    }

    @Test
    void isSilentWhereTheServiceIs() throws IOException {
        assertThat(applied("as-cervical-fracture-risk", "as-resolved")).isEqualTo("silent");
    }

    /** The service reads in the report of the CT that nothing is broken, and has information only; CQL does not read it. */
    @Test
    void staysOnTheSafeSideWhereAReportDecides() throws IOException {
        assertThat(applied("as-cervical-fracture-risk", "as-fall-ct-done")).isEqualTo("warning");
    }
}
