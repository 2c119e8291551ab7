package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as systems send them: URNs, older and newer releases, modifiers, components, German certainty. */
final class DirtyRecordReadingTest {
    private static final String URN = "urn:uuid:0b1f5a52-7c1e-4a3a-9a6e-5d9a3f0c77a1";
    private static final String AS = "'code':{'coding':[{'system':'http://snomed.info/sct','code':'9631008'}]}";

    private final Sample sample = new Sample();

    private static String bundle(String... entries) {
        return "{'resourceType':'Bundle','type':'collection','entry':[" + String.join(",", entries) + "]}";
    }

    private Chart read(String json) {
        sample.read(json);
        return sample.chart();
    }

    private Observation.Value temperature(String value) {
        return read("{'resourceType':'Observation','id':'t','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},"
                        + value + "}")
                .observations(sample.temperature)
                .get(0)
                .value();
    }

    @Test
    void aSubjectIsResolvedThroughTheFullUrlWhereverItStands() {
        Chart chart = read(bundle(
                "{'resource':{'resourceType':'Condition','id':'own',%s,'subject':{'reference':'%s'}}}"
                        .formatted(AS, URN),
                "{'resource':{'resourceType':'Condition','id':'other',%s,'subject':{'reference':'urn:uuid:9'}}}"
                        .formatted(AS),
                "{'resource':{'id':'p1','resourceType':'Patient'},'fullUrl':'%s'}".formatted(URN),
                "{'fullUrl':'urn:uuid:9','resource':{'resourceType':'Patient','id':'p2'}}"));

        assertThat(chart.conditions()).extracting(Condition::reference).containsExactly("Condition/own");
        assertThat(chart.gaps().ofOthers()).isEqualTo(1);
    }

    @Test
    void thePatientMayStandAmongTheDrafts() {
        sample.readDrafts(bundle(
                "{'resource':{'resourceType':'ServiceRequest','id':'o1','subject':{'reference':'%s'}}}".formatted(URN),
                "{'fullUrl':'%s','resource':{'resourceType':'Patient','id':'p2'}}".formatted(URN)));

        assertThat(sample.chart().drafts()).isEmpty();
        assertThat(sample.chart().gaps().ofOthers()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'reasonReference':[{'reference':'#why'}],'contained':[{'resourceType':'Condition','id':'why',AS}]",
                "'contained':{'resourceType':'Condition','id':'#why',AS},'reasonReference':{'reference':'#why'}",
                "'reason':[{'concept':{'coding':[{'system':'http://snomed.info/sct','code':'9631008'}]}}]",
                "'reason':[{'reference':{'reference':'Condition/c1/_history/4'}}]",
                "'reasonReference':[{'reference':'https://ehr.example/Condition/c1'}]",
                "'reasonReference':[{'reference':'urn:uuid:c'}]",
            })
    void theReasonOfAnOrderIsFound(String members) {
        sample.read(
                bundle("{'fullUrl':'urn:uuid:C','resource':{'resourceType':'Condition','id':'c1',%s}}".formatted(AS)));
        sample.readDrafts("{'resourceType':'ServiceRequest','id':'o1'," + members.replace("AS", AS) + "}");

        assertThat(sample.chart().drafts().get(0).reason().in(sample.spondylitis))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'medication':{'concept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}",
                "'medication':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}",
                "'medication':{'reference':{'reference':'Medication/m/_history/1'}}",
                "'medication':{'reference':'urn:uuid:m'}",
                "'medicationReference':{'reference':'#box'},'contained':[{'resourceType':'Medication','id':'box','code':{'text':'x'},"
                        + "'ingredient':[{'itemReference':{'reference':'#sub'}}]},{'resourceType':'Medication','id':'sub',"
                        + "'code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}]",
                "'medicationReference':{'reference':'#box'},'contained':[{'resourceType':'Medication','id':'box',"
                        + "'ingredient':[{'item':{'concept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}}]}]",
            })
    void theMedicationIsFound(String members) {
        sample.read(bundle("{'fullUrl':'urn:uuid:M','resource':{'resourceType':'Medication','id':'m','code':{'coding':"
                + "[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}}"));
        sample.readDrafts("{'resourceType':'MedicationRequest','id':'o1'," + members + "}");

        Order draft = sample.chart().drafts().get(0);
        assertThat(draft.code().in(sample.relaxant)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'modifierExtension':[{'url':'http://example.org/not-this-patient','valueBoolean':true}]",
                "'modifierExtension':{'url':'http://example.org/negated'}"
            })
    void whatAModifierExtensionChangesIsLeftOutAndCounted(String modifier) {
        for (String members : List.of(AS + "," + modifier, modifier + "," + AS)) {
            sample.read("{'resourceType':'Condition','id':'c'," + members + "}");
        }
        sample.readDrafts("{'resourceType':'ServiceRequest','id':'o'," + modifier + "}");

        Chart chart = sample.chart();
        assertThat(chart.conditions()).isEmpty();
        assertThat(chart.drafts()).isEmpty();
        assertThat(chart.gaps().modified()).isEqualTo(3);
        assertThat(chart.gaps().leftOut().get(0).reference()).isEqualTo("Condition/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'modifierExtension':[]", "'modifierExtension':null", "'extension':[{'url':'x'}]"})
    void noModifierIsNone(String members) {
        assertThat(read("{'resourceType':'Condition','id':'c'," + AS + "," + members + "}")
                        .conditions())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'_deceasedDateTime':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason'}]} | true",
                "'deceasedDateTime':'2026' | true",
                "'deceasedDateTime':'2026','_deceasedDateTime':{'id':'a'} | true",
                "'_deceasedDateTime':null | false",
                "'_deceasedDateTime':{} | false",
                "'deceasedBoolean':false | false"
            })
    void aDeathWithoutADateIsADeath(String members, boolean deceased) {
        Chart chart = read("{'resourceType':'Patient','id':'p1'," + members + "}");

        assertThat(chart.patient())
                .isNotNull()
                .extracting(org.cervicalcds.engine.entries.Patient::deceased)
                .isEqualTo(deceased);
    }

    @ParameterizedTest
    @CsvSource({
        "A, , REFUTED, NOT_GIVEN",
        "V, , UNCONFIRMED, NOT_GIVEN",
        "G, , CONFIRMED, NOT_GIVEN",
        "Z, , CONFIRMED, INACTIVE",
        "Z, confirmed, CONFIRMED, INACTIVE",
        "Z, refuted, REFUTED, NOT_GIVEN",
        "A, confirmed, CONFIRMED, NOT_GIVEN",
        "a, , REFUTED, NOT_GIVEN",
        "x, , CONFIRMED, NOT_GIVEN"
    })
    void germanCertaintyIsReadWhereTheStatusDoesNotContradict(
            String letter, String status, Condition.Verification verification, Condition.ClinicalStatus clinical) {
        String members = status == null ? "" : ",'verificationStatus':{'coding':[{'code':'" + status + "'}]}";
        Condition condition = read(("{'resourceType':'Condition','id':'c','code':{'coding':[{'extension':[{'url':"
                                + "'http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit','valueCoding':{'system':"
                                + "'https://fhir.kbv.de/CodeSystem/KBV_CS_SFHIR_ICD_DIAGNOSESICHERHEIT','code':'%s'}}],"
                                + "'system':'http://snomed.info/sct','code':'9631008'}]}%s}")
                        .formatted(letter, members))
                .conditions()
                .get(0);

        assertThat(condition.verification()).isEqualTo(verification);
        assertThat(condition.clinicalStatus()).isEqualTo(clinical);
    }

    @Test
    void aCodeOfSnomedMayStandForTheStatus() {
        assertThat(read("{'resourceType':'Condition','id':'c'," + AS
                                + ",'verificationStatus':{'coding':[{'system':'http://snomed.info/sct','code':'410605003'}]}}")
                        .conditions()
                        .get(0)
                        .verification())
                .isEqualTo(Condition.Verification.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'coding':[{'system':'http://snomed.info/sct','code':'413322009','display':'Resolved'}]} | {'text':'Confirmed'} | RESOLVED | CONFIRMED",
                "{'coding':{'display':'Inactive'}} | {'coding':[{'display':'Entered in Error'}]} | INACTIVE | ENTERED_IN_ERROR",
                "'ACTIVE' | {'text':'entered in error'} | ACTIVE | ENTERED_IN_ERROR",
                "{'coding':[{'code':'active','display':'Resolved'}]} | {'coding':[{'code':'refuted','display':'Confirmed'}]} | ACTIVE | REFUTED",
                "{'coding':[{'display':'whatever'}]} | {'coding':[{'display':'whatever'}]} | NOT_GIVEN | UNCONFIRMED",
            })
    void aStatusIsReadByItsCodeAndElseByItsWords(
            String clinical, String verification, Condition.ClinicalStatus status, Condition.Verification certainty) {
        Condition condition = read("{'resourceType':'Condition','id':'c'," + AS + ",'clinicalStatus':" + clinical
                        + ",'verificationStatus':" + verification + "}")
                .conditions()
                .get(0);

        assertThat(condition.clinicalStatus()).isEqualTo(status);
        assertThat(condition.verification()).isEqualTo(certainty);
    }

    @Test
    void capitalsInAStatusMakeNoDifference() {
        Chart chart = read(bundle(
                "{'resource':{'resourceType':'Observation','id':'t','status':'FINAL','code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},'valueQuantity':{'value':39}}}",
                "{'resource':{'resourceType':'MedicationStatement','id':'m','status':' Active','medicationCodeableConcept':{'coding':[{'system':"
                        + "'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}}"));
        sample.readDrafts("{'resourceType':'ServiceRequest','id':'o1','status':'Draft','intent':'Order'}");

        assertThat(chart.observations(sample.temperature)).allMatch(Observation::isFinal);
        assertThat(chart.medications(sample.relaxant)).allMatch(use -> use.isActive());
        assertThat(sample.chart().drafts()).hasSize(1).allMatch(Order::isAccepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'Patient/p2' | 1",
                "[{'reference':'Patient/p2'}] | 1",
                "[{'display':'x'},{'reference':'Patient/p2'}] | 1",
                "{'reference':'https://ehr.example/Patient/p2?_format=json'} | 1",
                "[{'reference':'Patient/p1'}] | 0",
                "[] | 0",
                "{'reference':'https://ehr.example/Patient/p1?_format=json'} | 0",
                "{'reference':'Patient/p1#2'} | 0",
            })
    void aSubjectInAnotherShapeIsRead(String subject, int ofOthers) {
        Chart chart = read("{'resourceType':'Condition','id':'c'," + AS + ",'subject':" + subject + "}");

        assertThat(chart.gaps().ofOthers()).isEqualTo(ofOthers);
        assertThat(chart.conditions()).hasSize(1 - ofOthers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'valueString':'39' | 39 | | EXACT",
                "'valueString':' 39,2 °C ' | 39.2 | Cel | EXACT",
                "'valueString':'>39' | 39 | | AT_LEAST",
                "'valueString':'> 102.2 F' | 102.2 | [degF] | AT_LEAST",
                "'valueString':'<= 37.5C' | 37.5 | Cel | AT_MOST",
                "'valueString':'\u2265 38' | 38 | | AT_LEAST",
                "'valueString':'-2.7 SD' | -2.7 | {T-score} | EXACT",
                "'valueString':'\u22122,7' | -2.7 | | EXACT",
                "'valueString':'176 lbs' | 176 | [lb_av] | EXACT",
                "'valueRange':{'low':{'value':38.5,'code':'Cel'},'high':{'value':39,'code':'Cel'}} | 38.5 | Cel | AT_LEAST",
                "'valueRange':{'high':{'value':37,'unit':'C'}} | 37 | Cel | AT_MOST",
            })
    void aMeasuredValueIsReadFromTextAndRange(String value, String number, String unit, Observation.Bound bound) {
        Observation.Value read = temperature(value);

        assertThat(read.number()).isEqualByComparingTo(number);
        assertThat(read.unit()).isEqualTo(unit == null ? "" : unit);
        assertThat(read.bound()).isEqualTo(bound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'valueString':'39 or 40'",
                "'valueString':'37.5-39'",
                "'valueString':'1,039.5'",
                "'valueString':'39/min x 2'",
                "'valueString':'T 39'",
                "'valueString':'39.2.1'",
                "'valueString':'~ 39'",
                "'valueString':'2026-01-01'",
                "'valueString':'3900000000'",
                "'valueRange':{}",
                "'valueRange':'39'"
            })
    void whatIsNotOneNumberIsNone(String value) {
        assertThat(temperature(value).number()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'code':{'text':'Vital signs'},",
                "'code':{'coding':[{'system':'http://loinc.org','code':'85353-1'}]},",
                ""
            })
    void aComponentIsAnObservationOfItsOwn(String code) {
        Chart chart = read("{'resourceType':'Observation','id':'v','status':'final'," + code
                + "'subject':{'reference':'Patient/p1'},'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8867-4'}]},"
                + "'valueQuantity':{'value':80}},{'valueQuantity':{'value':39.1,'code':'Cel'},'code':{'coding':[{'system':'http://loinc.org',"
                + "'code':'8310-5'}]}}],'effectiveDateTime':'2026-06-14'}");

        List<Observation> read = chart.observations(sample.temperature);
        assertThat(read).hasSize(1);
        assertThat(read.get(0).value().number()).isEqualByComparingTo("39.1");
        assertThat(read.get(0).event()).isNotNull();
        assertThat(read.get(0).reference()).startsWith("Observation/v#");
    }

    /** The order of members is free: what comes after the type must not be lost. */
    @Test
    void theIdOfAnObservationWithComponentsMayComeLast() {
        Chart chart = read("{'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},"
                + "'valueQuantity':{'value':39,'code':'Cel'}}],'code':{'text':'Vital signs'},'resourceType':'Observation',"
                + "'status':'final','id':'v'}");

        assertThat(chart.observations(sample.temperature))
                .extracting(Observation::reference)
                .containsExactly("Observation/v#component-0");
    }

    @Test
    void componentsWithoutAKnownCodeAreNoObservations() {
        Chart chart = read(bundle(
                "{'resource':{'resourceType':'Observation','id':'bp','code':{'text':'BP'},'component':[{'code':{'text':'systolic'}}],"
                        + "'status':'final'}}",
                "{'resource':{'resourceType':'Observation','id':'t','code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},"
                        + "'valueQuantity':{'value':38.2,'code':'Cel'},'component':{'code':{'text':'device'}}}}"));

        assertThat(chart.observations(sample.temperature)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'resourceType':'MedicationStatement','status':'active','taken':'n'",
                "'resourceType':'MedicationStatement','status':'completed','wasNotTaken':true",
                "'resourceType':'MedicationAdministration','status':'completed','notGiven':true",
            })
    void whatOlderReleasesSayWasNotTakenIsNot(String members) {
        Chart chart = read("{" + members + ",'id':'m','medicationCodeableConcept':{'coding':[{'system':"
                + "'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}");

        assertThat(chart.medications(sample.relaxant)).hasSize(1);
        assertThat(chart.medications(sample.relaxant).get(0).provesExposure()).isFalse();
        assertThat(chart.medications(sample.relaxant).get(0).isGiven()).isFalse();
    }

    @Test
    void aProcedureThatWasNotDoneIsNotDone() {
        Chart chart = read(
                "{'resourceType':'Procedure','id':'p','status':'completed','notDone':true,'code':{'coding':[{'system':"
                        + "'http://loinc.org','code':'30592-0'}]}}");

        assertThat(chart.reports(sample.ct)).hasSize(1);
        assertThat(chart.reports(sample.ct).get(0).isDone()).isFalse();
    }
}
