package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "'valueQuantity':{'value':'38.5','unit':'C'} | 38.5 | Cel",
                "'valueQuantity':{'value':'39,1','unit':'° c '} | 39.1 | Cel",
                "'valueQuantity':{'value':'1,234','unit':'Cel'} | - | ",
                "'valueQuantity':{'value':3.91e1,'unit':'degrees Celsius','code':'c'} | 39.1 | Cel",
                "'valueQuantity':{'value':101,'unit':'F','system':'urn:x','code':'FAHR'} | 101 | [degF]",
                "'valueQuantity':{'value':1,'unit':'furlong'} | 1 | furlong",
                "'valueQuantity':{'value':38.5} | 38.5 | ",
                "'valueQuantity':{'value':38.5,'comparator':'<','code':'Cel'} | 38.5 | Cel",
                "'valueQuantity':{'value':38.5,'comparator':'about','code':'Cel'} | - | ",
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

    @ParameterizedTest
    @CsvSource({"<, AT_MOST", "<=, AT_MOST", ">, AT_LEAST", ">=, AT_LEAST"})
    void aComparatorBoundsTheNumber(String comparator, Observation.Bound bound) {
        Observation.Value value = observation(
                        "'valueQuantity':{'value':39,'comparator':'" + comparator + "','code':'Cel'}")
                .value();
        assertThat(value.bound()).isEqualTo(bound);
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
        SuppliedData first = sample.read(
                "{'resourceType':'Observation','code':{'coding':[{'system':'http://loinc.org','code':'1-8'}],'text':'t'},'valueInteger':1}");
        SuppliedData last = sample.read("{'code':{'text':'t'},'valueInteger':1,'resourceType':'Observation'}");

        assertThat(first.state()).isEqualTo(SuppliedData.State.DATA);
        assertThat(last.state()).isEqualTo(SuppliedData.State.DATA);
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

        assertThat(report.text().written())
                .isEqualTo("Bamboo spine.\n\nAS\n\nankylosis\n\na & b\nc\n\nPlain text.\n\nBogenf\u00f6rmig");
        assertThat(report.unread()).isTrue();
        assertThat(report.isDone()).isTrue();
        assertThat(report.kind()).isEqualTo(Report.Kind.DIAGNOSTIC_REPORT);
    }

    @ParameterizedTest(name = "{0} is read as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<div xmlns=\"\"http://www.w3.org/1999/xhtml\"\"><p>No fracture</p><p>Bamboo</p></div> | No fracture//Bamboo",
                "bam<b>boo</b> spine | bamboo spine",
                "a<!-- <p>hidden</p> -->b | ab",
                "x &lt; 5 &#62; y&#x20;z&nbsp;q | x < 5 > y z q",
                "AT&T &bogus; and & more | AT&T &bogus; and & more",
                "<table><tr><td>one</td><td>two</td></tr></table> | one//two",
                "<p>Bamboo<br/>spine</p> | Bamboo/spine",
                "never closed <b>bold | never closed bold",
                "<style>p {{color: red}}</style><p>seen</p><script>unseen()</script> | seen",
                "k&ouml;rperlich&nbsp;&mdash;&nbsp;no | körperlich — no",
            })
    void narrativeKeepsWordsAndBreaksAtBlocks(String xhtml, String expected) {
        assertThat(Narrative.words(xhtml).replace('\n', '/')).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "text/html|<html><head><title>CT</title></head><body><p>Findings: bamboo<br>spine</p></body></html>|Findings: bamboo/spine",
                "text/html; charset=utf-8|<p>K\u00f6rper &amp; Bogen</p>|K\u00f6rper & Bogen",
                "application/xhtml+xml|<html xmlns='http://www.w3.org/1999/xhtml'><body><p>bamboo <i>spine</i></p></body></html>|bamboo spine",
                "text/rtf|{\\rtf1\\ansi Findings: bamboo spine.\\par}|Findings: bamboo spine.",
                "application/rtf|{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator X}{\\info{\\title Y}}Wirbels\\'e4ule \\u8211? C5\\par {\\b no} fracture\\cell next\\row}|Wirbels\u00e4ule \u2013 C5//no fracture//next",
                "text/rtf|{\\rtf1 no\\line fracture\\par Bamboo spine}|no/fracture//Bamboo spine",
                "text/rtf|{\\rtf1 {\\v hidden}\\uc2\\u228 ae{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt seen}}|\u00e4seen",
                "text/rtf|no rtf at all|no rtf at all",
                "application/x-rtf|{\\rtf1 no fracture}|no fracture",
                "application/octet-stream|{\\rtf1 no fracture}|no fracture",
                "application/octet-stream|No fracture.|No fracture.",
                "text/markdown|No fracture.|No fracture.",
            })
    void attachedTextIsRead(String contentType, String text, String expected) {
        Report report = report(
                "DiagnosticReport",
                "'status':'final','code':{'text':'MR'},'presentedForm':[{'contentType':'" + contentType + "','data':'"
                        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "'}]");
        assertThat(report.text().written().replace('\n', '/')).isEqualTo(expected);
        assertThat(report.unread()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'contentType':'application/pdf','url':'https://ehr.example/Binary/1'}|true",
                "{'contentType':'application/pdf','data':'JVBERi0='}|true",
                "{'url':'Binary/1'}|true",
                "{'contentType':'text/plain'}|false",
                "{'contentType':'text/plain','data':'T0s='}|false",
            })
    void whatIsNoTextIsToldAsUnread(String form, boolean unread) {
        Report report = report("DiagnosticReport", "'status':'final','code':{'text':'MR'},'presentedForm':" + form);
        assertThat(report.unread()).isEqualTo(unread);
    }

    @ParameterizedTest(name = "{0} first")
    @ValueSource(strings = {"result", "report"})
    void aResultOfItsOwnIsReadWhateverItsCodeIs(String first) {
        String report = "{'resourceType':'DiagnosticReport','id':'1','status':'final','code':{'text':'CT neck'},"
                + "'effectiveDateTime':'2025-06-14','result':[{'reference':'Observation/9'}]}";
        String result =
                "{'resourceType':'Observation','id':'9','status':'final','code':{'coding':[{'system':'urn:local','code':'x'}]},"
                        + "'effectiveDateTime':'2025-06-14','valueString':'Fracture of C5.'}";
        Sample sample = new Sample();
        sample.read(first.equals("result") ? result : report);
        sample.read(first.equals("result") ? report : result);

        assertThat(sample.chart().reports())
                .singleElement()
                .satisfies(read -> assertThat(read.text().written()).isEqualTo("Fracture of C5."));
    }

    @Test
    void aResultThatIsNotFinalSaysNothing() {
        Sample sample = new Sample();
        sample.read("{'resourceType':'DiagnosticReport','id':'1','status':'final','code':{'text':'CT neck'},"
                + "'result':[{'reference':'Observation/9'}]}");
        sample.read("{'resourceType':'Observation','id':'9','status':'entered-in-error','code':{'text':'x'},"
                + "'valueString':'Fracture of C5.'}");

        assertThat(sample.chart().reports())
                .singleElement()
                .satisfies(read -> assertThat(read.text().isEmpty()).isTrue());
    }

    @Test
    void aReportOfWhichNothingCanBeReadIsToldAsNotKnown() {
        Sample sample = new Sample();
        sample.builder.supplied(Need.DIAGNOSTIC_REPORTS, Availability.ALL);
        sample.read("{'resourceType':'DiagnosticReport','id':'1','status':'final','code':{'text':'MR'},"
                + "'presentedForm':[{'contentType':'application/pdf','url':'https://ehr.example/Binary/1'}]}");
        sample.read(
                "{'resourceType':'DiagnosticReport','id':'2','status':'final','code':{'text':'MR'},'conclusion':'No fracture.',"
                        + "'presentedForm':[{'contentType':'application/pdf','url':'https://ehr.example/Binary/2'}]}");
        assertThat(sample.chart().incomplete())
                .containsExactly(Map.entry(
                        Need.DIAGNOSTIC_REPORTS.key(),
                        Availability.part(Availability.Cause.ATTACHMENT_NOT_READ, 1, 2)));
    }

    @Test
    void aConclusionInMarkupIsReadAsWords() {
        Report report = report(
                "DiagnosticReport",
                "'status':'final','code':{'text':'MR'},'conclusion':'<p>Bamboo <b>spine</b>.</p><p>T2 < T1</p>'");
        assertThat(report.text().written()).startsWith("Bamboo spine.\n\nT2");
    }

    @Test
    void markupOfAnyFormIsReadInTimeThatGrowsWithItsLength() {
        for (String piece : List.of("<b>", "<div>", "&amp", "{\\rtf1 ", "\\u228 ?x", "\\par ", "<a href='x'>y")) {
            for (String type : List.of("text/html", "application/xhtml+xml", "text/rtf")) {
                String data =
                        Base64.getEncoder().encodeToString(piece.repeat(40_000).getBytes(StandardCharsets.ISO_8859_1));
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> Narrative.attached(type, data), type + " " + piece);
            }
        }
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
