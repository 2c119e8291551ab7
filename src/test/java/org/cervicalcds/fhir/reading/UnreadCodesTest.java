package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.fhir.json.JsonCursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is unread by its code makes no entry, and what makes one is not unread. */
class UnreadCodesTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    private final UnreadCodes codes = new UnreadCodes(CONTENT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Observation      | http://loinc.org       | 29463-7  | Body weight              | false
            Observation      | http://loinc.org       | 39156-5  | Body mass index          | true
            Observation      | http://loinc.org       | 2339-0   | MRI of cervical spine    | true
            DiagnosticReport | http://loinc.org       | 34117-2  | History and physical     | true
            DiagnosticReport | http://example.org/ris | 1        | MRI of cervical spine    | false
            Procedure        | http://snomed.info/sct | 710824005| Assessment of health     | true
            Procedure        | http://example.org/ops | 2        | CT of neck               | false
            """)
    void aCodeIsUnreadWhereItsResourceMakesNoEntry(
            String type, String system, String code, String display, boolean unread) {
        String json = "{\"coding\":[{\"system\":\"" + system + "\",\"code\":\"" + code + "\",\"display\":\"" + display
                + "\"}]}";
        byte[] resource = ("{\"resourceType\":\"" + type + "\",\"id\":\"1\",\"status\":\"final\",\"code\":" + json
                        + ",\"effectiveDateTime\":\"2025-01-01\",\"performedDateTime\":\"2025-01-01\""
                        + ",\"valueQuantity\":{\"value\":70,\"code\":\"kg\"}}")
                .getBytes(StandardCharsets.UTF_8);
        int from = new String(resource, StandardCharsets.UTF_8).indexOf(json);
        for (int again = 0; again < 2; again++) {
            assertThat(codes.isUnread(type, resource, from, from + json.length()))
                    .isEqualTo(unread);
        }
        assertThat(entries(resource)).hasSize(unread ? 0 : 1);
    }

    @Test
    void componentsAreReadWhereOneOfThemHasAKnownCode() {
        String weight =
                "{\"valueQuantity\":{\"value\":70},\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"29463-7\"}]}}";
        String other = weight.replace("29463-7", "39156-5");
        assertThat(areUnread("[" + other + "," + weight + "]")).isFalse();
        assertThat(areUnread(weight)).isFalse();
        assertThat(areUnread("[" + other + ",{\"code\":null},7]")).isTrue();
        assertThat(areUnread("[]")).isTrue();
    }

    private boolean areUnread(String components) {
        byte[] text = ("  " + components + ",").getBytes(StandardCharsets.UTF_8);
        return codes.areUnread(text, 2, text.length - 1);
    }

    private static List<String> entries(byte[] resource) {
        ChartBuilder builder = new ChartBuilder(CONTENT.terminology());
        JsonCursor in = new JsonCursor(resource);
        in.nextToken();
        new ChartReader(CONTENT.terminology(), CONTENT.zone(), builder).read(in);
        Chart chart = builder.build(new ChartScope(
                "patient-view", "1", null, "", List.of(), Instant.parse("2025-06-01T00:00:00Z"), CONTENT.zone()));
        List<String> entries = new ArrayList<>();
        chart.reports().forEach(report -> entries.add(report.reference()));
        for (ValueSet set : CONTENT.terminology().valueSets()) {
            chart.observations(set).stream()
                    .limit(entries.isEmpty() ? 1 : 0)
                    .forEach(one -> entries.add(one.reference()));
        }
        return entries;
    }
}
