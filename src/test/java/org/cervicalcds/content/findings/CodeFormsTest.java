package org.cervicalcds.content.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistyped codes are told from codes; the right ones here are rows of shipped value sets. */
final class CodeFormsTest {

    @ParameterizedTest
    @CsvSource({
        "snomed, 9631008",
        "loinc, 3141-9",
        "loinc, 86986-7",
        "rxnorm, 1116632",
        "icd-10-cm, M45.A8",
        "icd-10-cm, =M45",
        "icd-10-cm, C7B",
        "icd-10, M05",
        "icd-10, m43.6",
        "atc, B01AC24",
        "atc, N02A",
        "hcpcs, J0588",
        "cpt, 64616",
        "nucc, 111NX0800X",
        "ward-order, HWS MANIP"
    })
    void codesAreTaken(String system, String code) {
        assertThat(CodeForms.problem(system, code)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "snomed, 9631009",
        "snomed, 9361008",
        "snomed, 96310O8",
        "snomed, '9631008 '",
        "loinc, 3141-8",
        "loinc, 3411-9",
        "loinc, 31419",
        "rxnorm, 1116632 MG",
        "icd-10-cm, 45.0",
        "icd-10-cm, 'M45,0'",
        "icd-10, MM45",
        "atc, B01A24",
        "hcpcs, 64616",
        "cpt, 646165",
        "nucc, 111NX0800"
    })
    void mistypedCodesAreNamed(String system, String code) {
        assertThat(CodeForms.problem(system, code)).startsWith("is no code of " + system);
    }
}
