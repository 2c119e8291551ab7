package org.cervicalcds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.chart.Observation;
import org.cervicalcds.chart.Patient;
import org.cervicalcds.chart.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Observations, reports and the patient in the shapes that clients send. */
final class ObservationAndReportReadingTest {

    private static Observation observation(String members) {
        Sample sample = new Sample();
        sample.read(
                "{'resourceType':'Observation','id':'1','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},"
                        + members + "}");
        List<Observation> read = sample.chart().observations(sample.temperature);
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static Report report(String type, String members) {
        List<Report> read = Sample.chartOf("{'resourceType':'" + type + "','id':'1'," + members + "}")
                .reports();
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "'valueQuantity':{'value':38.50,'unit':'°C','code':'Cel'} | 38.50 | Cel",
                "'valueQuantity':{'value':'38.5','unit':'C'} | 38.5 | C",
                "'valueQuantity':{'value':38.5} | 38.5 | ",
                "'valueQuantity':{'value':38.5,'comparator':'<','code':'Cel'} | - | ",
                "'valueQuantity':{'value':1E+400} | - | ",
                "'valueQuantity':[{'value':38}] | - | ",
                "'valueInteger':7 | 7 | ",
            })
    void numberAndUnitAreReadAsTheyStand(String members, String number, String unit) {
        Observation.Value value = observation(members).value();

        assertThat(value.number() == null ? null : value.number().toPlainString())
                .isEqualTo(number);
        assertThat(value.unit()).isEqualTo(unit == null ? "" : unit);
    }

    @Test
    void otherValuesAreReadByTheirType() {
        assertThat(observation("'valueBoolean':true").value().yes()).isTrue();
        assertThat(observation("'valueString':'high'").value().words()).isEqualTo("high");
        assertThat(observation("'valueCodeableConcept':{'text':'Yes','coding':[{'system':'s','code':'LA33-6'}]}")
                        .value()
                        .concept()
                        .codings())
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'effectiveDateTime':'2026-06-14','issued':'2026-06-15T00:00:00Z' | 2026-06-14 | true",
                "'effectivePeriod':{'start':'2026-06-01','end':'2026-06-03'} | 2026-06-03 | true",
                "'effectivePeriod':{'start':'2026-06-01'},'issued':'2026-06-02T00:00:00Z' | 2026-06-02 | false",
                "'effectiveInstant':'2026-06-14T10:00:00.123+02:00' | 2026-06-14 | true",
                "'issued':'2026-06-14T10:00:00Z' | 2026-06-14 | false",
            })
    void dateIsWhenItWasSeenElseWhenItWasIssued(String members, String day, boolean stated) {
        Observation observation = observation("'valueInteger':1," + members);

        assertThat(Objects.requireNonNull(observation.date()).shown(ZoneOffset.UTC))
                .isEqualTo(day);
        assertThat(observation.stated()).isEqualTo(stated);
    }

    @Test
    void observationWithoutKnownCodeIsLeftOutWhereverItsTypeStands() {
        Sample sample = new Sample();
        Supplied first = sample.read(
                "{'resourceType':'Observation','code':{'coding':[{'system':'http://loinc.org','code':'1-8'}],'text':'t'},'valueInteger':1}");
        Supplied last = sample.read("{'code':{'text':'t'},'valueInteger':1,'resourceType':'Observation'}");

        assertThat(first.state()).isEqualTo(Supplied.State.DATA);
        assertThat(last.state()).isEqualTo(Supplied.State.DATA);
        assertThat(sample.chart().observations(sample.temperature)).isEmpty();
    }

    @Test
    void reportTextIsEverythingThatIsWrittenInIt() {
        String plain = Base64.getEncoder().encodeToString("Plain text.".getBytes(StandardCharsets.UTF_8));
        String latin = Base64.getEncoder().encodeToString("Bogenf\u00f6rmig".getBytes(StandardCharsets.ISO_8859_1));

        Report report = report(
                "DiagnosticReport",
                "'status':'final','code':{'text':'MR'},'effectiveDateTime':'2026-06-01','conclusion':'Bamboo spine.',"
                        + "'conclusionCode':[{'text':'AS'},{'coding':[{'code':'x','display':'ankylosis'}]}],"
                        + "'text':{'status':'generated','div':'<div>a &amp; b<br/>c</div>'},"
                        + "'presentedForm':[{'contentType':'text/plain','data':'" + plain + "'},"
                        + "{'data':'" + latin + "','contentType':'text/plain; charset=ISO-8859-1'},"
                        + "{'contentType':'application/pdf','data':'" + plain
                        + "'},{'contentType':'text/plain','data':'%%%'},{'url':'x'}]");

        assertThat(report.text()).isEqualTo("Bamboo spine.\nAS\nankylosis\na & b\nc\nPlain text.\nBogenf\u00f6rmig");
        assertThat(report.isDone()).isTrue();
        assertThat(report.kind()).isEqualTo(Report.Kind.DIAGNOSTIC_REPORT);
    }

    @ParameterizedTest(name = "{0} is read as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<div xmlns=\"\"http://www.w3.org/1999/xhtml\"\"><p>No fracture</p><p>Bamboo</p></div> | No fracture/Bamboo",
                "bam<b>boo</b> spine | bamboo spine",
                "a<!-- <p>hidden</p> -->b | ab",
                "x &lt; 5 &#62; y&#x20;z&nbsp;q | x < 5 > y z q",
                "AT&T &bogus; and & more | AT&T and & more",
                "<table><tr><td>one</td><td>two</td></tr></table> | one/two",
                "never closed <b | never closed",
            })
    void narrativeKeepsWordsAndBreaksAtBlocks(String xhtml, String expected) {
        assertThat(Narrative.words(xhtml).replace('\n', '/')).isEqualTo(expected);
    }

    @Test
    void procedureAndImagingStudyAreReportsToo() {
        Report procedure = report(
                "Procedure",
                "'status':'completed','code':{'text':'CT cervical spine'},'performedPeriod':{'start':'2026-06-01','end':'2026-06-02'},"
                        + "'reasonCode':{'text':'fall'},'bodySite':{'text':'neck'}");
        Report study = report(
                "ImagingStudy",
                "'status':'available','started':'2026-06-03T10:00:00Z','description':'MRI C-spine','procedureCode':[{'text':'MR'}],"
                        + "'series':[{'description':'not this'}]");

        assertThat(Objects.requireNonNull(procedure.date()).shown(ZoneOffset.UTC))
                .isEqualTo("2026-06-02");
        assertThat(procedure.imaging().ct()).isTrue();
        assertThat(procedure.reason().words()).isEqualTo("fall");
        assertThat(procedure.isDone()).isTrue();
        assertThat(study.description()).isEqualTo("MRI C-spine");
        assertThat(study.imaging().neck()).isTrue();
        assertThat(study.stated()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'birthDate':'1960-01-01' | true | false",
                "'active':true,'deceasedBoolean':false | true | false",
                "'active':false | false | false",
                "'active':'false' | false | false",
                "'deceasedBoolean':true | true | true",
                "'deceasedDateTime':'2020' | true | true",
                "'deceasedDateTime':'some day' | true | true",
            })
    void patientIsActiveUnlessTheRecordSaysOtherwise(String members, boolean active, boolean deceased) {
        Patient patient = Objects.requireNonNull(Sample.chartOf("{'resourceType':'Patient','id':'p1'," + members + "}")
                .patient());

        assertThat(patient.active()).isEqualTo(active);
        assertThat(patient.deceased()).isEqualTo(deceased);
    }
}
