package org.cervicalcds.engine.entries;

import static org.assertj.core.api.Assertions.assertThat;

import org.cervicalcds.engine.entries.FhirReference.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FhirReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/p1",
                " Patient/p1 ",
                "/Patient/p1",
                "./Patient/p1",
                "Patient/p1/",
                "Patient/p1/_history",
                "Patient/p1/_history/7",
                "https://ehr.example/r4/Patient/p1",
                "https://ehr.example/r4/Patient/p1/_history/7",
                "http://localhost:8080/fhir/tenant/Patient/p1",
                "https://ehr.example/r4/Patient/p1?_format=json",
                "Patient/p1#contained",
                "Patient/p1|3"
            })
    void allFormsOfOneReferenceHaveOneKey(String reference) {
        assertThat(FhirReference.of(reference)).isEqualTo(new FhirReference(Form.TYPED, "Patient", "p1"));
        assertThat(FhirReference.of(reference).key()).isEqualTo("Patient/p1");
    }

    @ParameterizedTest
    @CsvSource({
        "urn:uuid:0B1F5A52-7c1e-4a3a-9a6e-5d9a3f0c77a1, URN, urn:uuid:0b1f5a52-7c1e-4a3a-9a6e-5d9a3f0c77a1",
        "URN:OID:1.2.3, URN, urn:oid:1.2.3",
        "#pat, CONTAINED, pat",
        "p1, BARE, p1",
        "_history/7, NONE, ''",
        "#, NONE, ''",
        "/, NONE, ''",
        "Patient?identifier=9912003888, NONE, ''",
        "p1?x, NONE, ''",
        "|, NONE, ''",
        "https://ehr.example/r4/Patient?identifier=x/Patient/p1, NONE, ''",
        "https://ehr.example, NONE, ''",
        "patient/p1, NONE, ''"
    })
    void otherFormsKeepWhatTheySay(String reference, Form form, String id) {
        FhirReference named = FhirReference.of(reference);

        assertThat(named.form()).isEqualTo(form);
        assertThat(named.id()).isEqualTo(id);
        assertThat(named.type()).isEmpty();
    }

    @Test
    void nothingNamesNothing() {
        assertThat(FhirReference.of(null).form()).isEqualTo(Form.NONE);
        assertThat(FhirReference.of("\u2003 ").form()).isEqualTo(Form.NONE);
    }
}
