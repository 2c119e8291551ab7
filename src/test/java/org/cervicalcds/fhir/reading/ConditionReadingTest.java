package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.EventDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions in the shapes that R4, STU3 and DSTU2 clients send. */
final class ConditionReadingTest {
    private static final String CODED = "'code':{'coding':[{'system':'http://snomed.info/sct','code':'9631008'}]}";

    private static Condition read(String members) {
        List<Condition> read = Sample.chartOf("{'resourceType':'Condition','id':'1'," + members + "}")
                .conditions();
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static String shown(@Nullable EventDate event) {
        return Objects.requireNonNull(event).date().shown(ZoneOffset.UTC);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'remission'}]} | REMISSION",
                "'clinicalStatus':{'coding':{'code':'resolved'}} | RESOLVED",
                "'clinicalStatus':[{'coding':[{'code':'active'}]}] | ACTIVE",
                "'clinicalStatus':'recurrence' | RECURRENCE",
                "'clinicalStatus':{'text':'Inactive'} | INACTIVE",
                "'clinicalStatus':{'coding':[{'code':'local'},{'code':'relapse'}]} | RELAPSE",
                "'clinicalStatus':{'coding':[{'code':'unknown-to-r4'}]} | NOT_GIVEN",
                "'clinicalStatus':null | NOT_GIVEN",
                "'clinicalStatus':7 | NOT_GIVEN",
                "'abatementString':'last year' | RESOLVED",
                "'abatementBoolean':true | RESOLVED",
                "'abatementBoolean':false | NOT_GIVEN",
                "'abatementAge':{'value':50,'unit':'a'} | RESOLVED",
                "'abatementDateTime':'2020' | NOT_GIVEN",
                "'clinicalStatus':'active','abatementString':'soon' | ACTIVE",
            })
    void clinicalStatusIsReadFromEveryShape(String members, Condition.ClinicalStatus expected) {
        assertThat(read(CODED + "," + members).clinicalStatus()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'verificationStatus':{'coding':[{'code':'confirmed'}]} | CONFIRMED",
                "'verificationStatus':'provisional' | PROVISIONAL",
                "'verificationStatus':{'coding':[{'code':'differential'}]} | UNCONFIRMED",
                "'verificationStatus':'unknown' | UNCONFIRMED",
                "'verificationStatus':{'coding':[{'code':'refuted'}]} | REFUTED",
                "'verificationStatus':{'coding':[{'code':'entered-in-error'}]} | ENTERED_IN_ERROR",
                "'verificationStatus':{} | CONFIRMED",
                "'severity':{} | CONFIRMED",
            })
    void verificationIsReadFromEveryShape(String members, Condition.Verification expected) {
        assertThat(read(CODED + "," + members).verification()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'onsetDateTime':'2026-06-13T09:00:00Z' | 2026-06-13",
                "'onsetPeriod':{'start':'2026-05','end':'2026-06'} | 2026-05",
                "'recordedDate':'2026-04-01' | 2026-04-01",
                "'assertedDate':'2026-04-01' | 2026-04-01",
                "'dateRecorded':'2026-04-01' | 2026-04-01",
                "'onsetDateTime':'2019-08-10T09:10:00:00-06:00','recordedDate':'2026-04-01' | 2026-04-01",
                "'onsetString':'last spring','recordedDate':'2026-04-01' | 2026-04-01",
                "'onsetDateTime':['2026-06-13'],'recordedDate':'2026-04-01' | 2026-04-01",
            })
    void dateIsTheOnsetElseWhenItWasRecorded(String members, String expected) {
        assertThat(shown(read(CODED + "," + members).event())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'value':30,'unit':'years','code':'a'} | 30",
                "{'value':'30'} | 30",
                "{'value':18,'code':'mo'} | 1",
                "{'value':30,'unit':'furlongs'} | ",
                "{'value':-1,'code':'a'} | ",
                "{'value':1e999999999} | ",
                "'30' | ",
            })
    void onsetAgeIsOneInYears(String age, Integer expected) {
        assertThat(read(CODED + ",'onsetAge':" + age).onsetAge()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M45.9'}]}",
                "'code':{'coding':{'system':'http://snomed.info/sct','code':'9631008'}}",
                "'code':[{'coding':[{'system':'http://snomed.info/sct','code':'9631008'}]}]",
                "'code':{'coding':[{},null,7,'x',{'display':'AS'},{'system':'http://snomed.info/sct','code':'9631008','userSelected':true}]}",
                "'code':{'coding':[{'system':'http://snomed.info/sct','code':9631008}]}",
            })
    void codeIsKnownInEveryShape(String code) {
        Sample sample = new Sample();
        sample.read("{'resourceType':'Condition'," + code + "}");

        assertThat(sample.chart().conditions(sample.spondylitis)).hasSize(1);
    }

    @Test
    void orderOfMembersDoesNotMatter() {
        String first = "{'resourceType':'Condition','id':'1','subject':{'reference':'Patient/p1'}," + CODED
                + ",'note':[{'text':'a'},{'text':'b'}],'bodySite':[{'text':'neck'}],'onsetDateTime':'2026-01-01'}";
        String last = "{'onsetDateTime':'2026-01-01','bodySite':{'text':'neck'},'note':[{'text':'a'},{'text':'b'}],"
                + CODED + ",'subject':{'reference':'Patient/p1'},'id':'1','resourceType':'Condition'}";

        Condition one = Sample.chartOf(first).conditions().get(0);
        Condition other = Sample.chartOf(last).conditions().get(0);

        assertThat(other).usingRecursiveComparison().isEqualTo(one);
        assertThat(one.note().written()).isEqualTo("a\n\nb");
        assertThat(one.bodySite().words()).isEqualTo("neck");
    }

    @Test
    void oneBadEntryLosesNoOther() {
        String bundle = "{'resourceType':'Bundle','entry':["
                + "{'resource':{'resourceType':'Condition','id':['x'],'code':'nonsense','onsetDateTime':{},'note':7}},"
                + "{'resource':{'resourceType':'Martian','code':{'coding':[]},'entry':[{'resource':{}}]}},"
                + "{'resource':'no resource'},"
                + "{'resource':{'resourceType':'Condition','id':'2'," + CODED + "}}]}";

        assertThat(Sample.chartOf(bundle).conditions())
                .extracting(Condition::reference)
                .containsExactly("Condition/2");
    }

    @Test
    void withoutCodeAndWordsItIsLeftOut() {
        assertThat(Sample.chartOf("{'resourceType':'Condition','id':'1','onsetDateTime':'2026'}")
                        .conditions())
                .isEmpty();
        assertThat(Sample.chartOf("{'resourceType':'Condition','id':'1','code':{'text':'Bechterew'}}")
                        .conditions())
                .hasSize(1);
    }

    @ParameterizedTest(name = "fullUrl {0} gives {1}")
    @CsvSource({
        "http://f.example/fhir/Condition/9, Condition/9",
        "http://f.example/fhir/Observation/9, Condition",
        "urn:uuid:0b3f, Condition",
    })
    void withoutIdTheFullUrlNamesIt(String fullUrl, String expected) {
        String bundle = "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition'," + CODED
                + "},'fullUrl':'" + fullUrl + "'}]}";

        assertThat(Sample.chartOf(bundle).conditions())
                .extracting(Condition::reference)
                .containsExactly(expected);
    }

    @Test
    void anotherPatientsEntryIsLeftOut() {
        String other = "{'resourceType':'Condition','id':'1','subject':{'reference':'Patient/p2'}," + CODED + "}";

        assertThat(Sample.chartOf(other).conditions()).isEmpty();
    }

    @Test
    void undatedDiagnosisOfTheRunningEncounterIsDatedByIt() {
        Sample sample = new Sample();
        sample.read(
                "{'resourceType':'Encounter','id':'e1','status':'in-progress','period':{'start':'2026-06-15T08:00:00Z'}}");
        sample.read(
                "{'resourceType':'Condition','id':'1','clinicalStatus':'active','category':[{'coding':[{'code':'encounter-diagnosis'}]}],"
                        + "'encounter':{'reference':'Encounter/e1'}," + CODED + "}");

        assertThat(shown(sample.chart().conditions().get(0).event())).isEqualTo("2026-06-15");
    }
}
