package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.export.CqlExport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference validator of FHIR R4 finds no error in any resource of the package, but the language of its expressions. */
@Tag("long")
class ValidationTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    /** The code of expressions that are names of definitions, of CQL's own specification; R4 lists three languages and binds to them. */
    private static final String LANGUAGE = "text/cql-identifier";

    @Test
    void everyResourceIsValid() {
        FhirValidator validator = FHIR.newValidator();
        validator.registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR),
                new SnapshotGeneratingValidationSupport(FHIR))));
        Map<String, String> files = CqlExport.of(Content.load(ContentFiles.in(Path.of("cds-cards"))))
                .files();
        List<String> errors = new ArrayList<>();
        int languages = 0;
        int resources = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!file.getKey().startsWith("package/") || file.getKey().endsWith("package.json")) {
                continue;
            }
            resources++;
            for (SingleValidationMessage message :
                    validator.validateWithResult(file.getValue()).getMessages()) {
                if (message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0) {
                    if (message.getMessage().contains(LANGUAGE)) {
                        languages++;
                    } else {
                        errors.add(file.getKey() + " " + message.getLocationString() + ": " + message.getMessage());
                    }
                }
            }
        }
        assertThat(errors).isEmpty();
        assertThat(resources).isGreaterThan(100);
        assertThat(languages).isPositive();
        System.out.println(resources + " resources are valid but for " + languages + " expressions in " + LANGUAGE);
    }
}
