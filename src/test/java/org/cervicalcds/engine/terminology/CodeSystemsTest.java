package org.cervicalcds.engine.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and codes as records send them (docs/clinical.md, matching rules 1 to 3 and 12), against the shipped tables. */
final class CodeSystemsTest {
    private static final Terminology TERMINOLOGY =
            Content.load(ContentFiles.in(Path.of("cds-cards"))).terminology();
    private static final String SPONDYLITIS = "dx-ankylosing-spondylitis";

    private static boolean isIn(String set, String system, String code) {
        ValueSet known = TERMINOLOGY.valueSet(set);
        assertThat(known).as(set).isNotNull();
        return known != null && TERMINOLOGY.coding(system, code, null).sets().in(known);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://snomed.info/sct",
                "https://snomed.info/sct",
                "HTTP://SNOMED.INFO/SCT",
                "http://snomed.info/sct/",
                " http://snomed.info/sct\u00a0",
                "http://snomed.info/sct|http://snomed.info/sct/731000124108",
                "http://snomed.info/sct/731000124108",
                "http://snomed.info/sct/900000000000207008/version/20240101",
                "https://www.snomed.org/",
                "urn:oid:2.16.840.1.113883.6.96",
                "URN:OID:2.16.840.1.113883.6.96",
                "2.16.840.1.113883.6.96",
                "oid:2.16.840.1.113883.6.96",
                "http://www.snomed.info/sct",
                "http://snomed.info/id",
                "http://www.snomed.org/sct",
                "SNOMED",
                "SNOMEDCT_US"
            })
    void snomedIsKnownUnderEverySpelling(String system) {
        assertThat(isIn(SPONDYLITIS, system, "9631008")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://snomed.info/sctx",
                "http://example.org/http://snomed.info/sct",
                "urn:oid:2.16.840.1.113883.6.961",
                "http://read.info/readv2",
                "http://id.who.int/icd/release/11/mms"
            })
    void anotherAddressIsNotKnown(String system) {
        Coding coding = TERMINOLOGY.coding(system, "9631008", null);

        assertThat(coding.sets().isEmpty()).isTrue();
        assertThat(coding.system()).isNull();
        assertThat(coding.systemUri()).isEqualTo(system);
    }

    @ParameterizedTest
    @CsvSource({
        "http://hl7.org/fhir/sid/icd-9, 720.0",
        "http://terminology.hl7.org/CodeSystem/icd9, 7200",
        "http://terminology.hl7.org/CodeSystem/icd9cm, 720.0",
        "2.16.840.1.113883.6.103, 720.0",
        "2.16.840.1.113883.6.90, M45.9",
        "http://hl7.org/fhir/sid/icd-10-cm, m459",
        "http://hl7.org/fhir/sid/icd-10-cm, 'M45.9 '",
        "http://hl7.org/fhir/sid/icd-10-cm, '\u00a0M45.9\u200b'",
        "urn:oid:2.16.840.1.113883.6.3, M45",
        "http://hl7.org/fhir/sid/icd-10, M45.09",
        "http://hl7.org/fhir/sid/icd-10-gm, M45.02",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm, M45.00",
        "http://fhir.de/CodeSystem/dimdi/icd-10-gm, M45.0+",
        "http://fhir.de/CodeSystem/dimdi/icd-10-gm, 'M45.09* '",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm, M45.09!",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm|2024, M45.09†",
        "urn:oid:1.2.276.0.76.5.311, M45.0",
        "http://hl7.org/fhir/sid/icd-10-am, M45",
        "http://hl7.org/fhir/sid/icd-10-ca, M45",
        "http://hl7.org/fhir/sid/icd-10-no, M45",
        "urn:oid:2.16.578.1.12.4.1.1.7110, M45",
        "http://hl7.org/fhir/sid/icd-10-nl, M45",
        "http://hl7.org/fhir/sid/icd-10-uk, M45X",
        "http://hl7.org/fhir/sid/icd-10-fr, M45",
        "https://mos.esante.gouv.fr/NOS/TRE_R311-CIM10Atih/FHIR/TRE-R311-CIM10Atih, M45",
        "https://termgit.elga.gv.at/CodeSystem/bmsgpk-icd-10-2024, M45",
        "https://termgit.elga.gv.at/CodeSystem/bmsgpk-icd-10-2025, M45",
        "urn:oid:1.2.208.176.2.4, DM45.9",
        "urn:oid:1.2.208.176.2.4, DM459",
        "1.2.208.176.2.4, dm45"
    })
    void spondylitisIsFoundInEveryEdition(String system, String code) {
        assertThat(isIn(SPONDYLITIS, system, code)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://hl7.org/fhir/sid/icd-10-cm, M45.A1",
        "http://hl7.org/fhir/sid/icd-10, M45.A1",
        "http://hl7.org/fhir/sid/icd-10, M4",
        "http://hl7.org/fhir/sid/icd-9-cm, 720.01",
        "http://snomed.info/sct, M45",
        "urn:oid:1.2.208.176.2.4, DDM45"
    })
    void whatOnlyLooksAlikeIsNot(String system, String code) {
        assertThat(isIn(SPONDYLITIS, system, code)).isFalse();
    }

    @Test
    void anAmericanCodeUnderTheAddressOfTheWhoIsReadAsOne() {
        Coding coding = TERMINOLOGY.coding("http://hl7.org/fhir/sid/icd-10", "M45.A1", null);

        assertThat(coding.isOf("icd-10-cm")).isTrue();
        assertThat(isIn("dx-axspa-nonradiographic", "http://hl7.org/fhir/sid/icd-10", "M45.A1"))
                .isTrue();
    }

    @Test
    void aDanishCodeIsOneOfTheWhoWithoutItsLetter() {
        Coding coding = TERMINOLOGY.coding("urn:oid:1.2.208.176.2.4", "DM45.9", "Mb. Bechterew");

        assertThat(coding.isOf("icd-10")).isTrue();
        assertThat(coding.code()).isEqualTo("M45.9");
        assertThat(coding.systemUri()).isEqualTo("http://hl7.org/fhir/sid/icd-10");
    }

    @Test
    void otherSystemsHaveTheirSpellingsToo() {
        assertThat(isIn("med-muscle-relaxant-antispastic", "http://fhir.de/CodeSystem/bfarm/atc", "M03BX01"))
                .isTrue();
        assertThat(isIn("med-muscle-relaxant-antispastic", "urn:oid:2.16.840.1.113883.6.73", "M03BX01"))
                .isTrue();
        assertThat(isIn("obs-body-temperature", "https://loinc.org", "8310-5")).isTrue();
        assertThat(isIn("med-muscle-relaxant", "2.16.840.1.113883.6.88", "2101"))
                .isTrue();
    }

    @Test
    void aSystemOfWhichNoCodeIsEnabledIsNotKnown() {
        TerminologyBuilder sets = new TerminologyBuilder();
        sets.codeSystem(
                new CodeSystem("empty", "http://example.org/empty", java.util.List.of(), CodeSystem.Matching.EXACT));

        assertThat(sets.build().coding("http://example.org/empty", "1", null).system())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "med-muscle-relaxant, M03BA03, true",
        "med-muscle-relaxant, M03BA51, true",
        "med-muscle-relaxant, M03BX02, false",
        "med-muscle-relaxant-antispastic, M03BX02, true",
        "med-anticoagulant, B01AA04, true",
        "med-anticoagulant, B01AC06, false",
        "med-tnf-inhibitor, l04ab06, true"
    })
    void aRowOfAtcIsASubstanceOrAGroup(String set, String code, boolean in) {
        assertThat(isIn(set, "http://fhir.de/CodeSystem/bfarm/atc", code)).isEqualTo(in);
        assertThat(isIn(set, "urn:oid:2.16.840.1.113883.6.73", code)).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"M54.2", "M542", "M54.2-", "M54.2+", "M54.2 *", "M54.2!", "m54.2†", "M54.20"})
    void marksOfNationalEditionsSayNothing(String code) {
        assertThat(isIn("dx-neck-pain", "http://fhir.de/CodeSystem/bfarm/icd-10-gm", code))
                .isTrue();
    }
}
