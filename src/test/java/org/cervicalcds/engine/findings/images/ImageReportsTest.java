package org.cervicalcds.engine.findings.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.Modality;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.findings.Charts;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.text.FreeText;
import org.cervicalcds.engine.text.Languages;
import org.cervicalcds.engine.text.ReportReader;
import org.junit.jupiter.api.Test;

/** What a report counts for, by its state, its language and what of it was read. */
class ImageReportsTest {
    private static final Set<Modality> ALL = EnumSet.allOf(Modality.class);
    private static final ImageReports IMAGES = new ImageReports(
            Map.of(Modality.CT, List.of(Charts.CT)),
            new ReportReader(
                    List.of(new ReportReader.KindSource(
                            "fracture", List.of("fractur\\w*"), List.of(), null, null, null)),
                    List.of("history"),
                    List.of("technique"),
                    new ReportReader.RegionSource("skull", "head", "L[1-5]", "neck", "spine"),
                    new ReportReader.ClearSource(List.of("normal ct"), "normal", "impression", "no", "limited"),
                    new Languages(
                            Map.of("en", Map.of(Languages.Role.NEGATION, List.of("no")), "nl", Map.of()),
                            List.of("en"))),
            Map.of(
                    "fracture",
                    new ImageReports.Kind(List.of(), null, null, List.of(), Map.of(Modality.CT, Set.of(Modality.CT)))));
    private static final FindingDefinition DANGER =
            new ImageDanger(IMAGES, "fracture", ALL, Window.ANY, List.of(), true, ImageReports.Certainty.ANY, false);
    private static final FindingDefinition DANGER_SIGNED =
            new ImageDanger(IMAGES, "fracture", ALL, Window.ANY, List.of(), false, ImageReports.Certainty.ANY, false);
    private static final FindingDefinition CLEAR =
            new ImageClear(IMAGES, ALL, List.of("pain"), List.of(), List.of("fracture"), List.of("fracture"));

    private final Charts charts = new Charts().supplied(Need.CONDITIONS, Need.DIAGNOSTIC_REPORTS);
    private int count;

    private Charts report(String text, String status, String language, boolean unread, String date) {
        count++;
        return charts.entry(new Report(
                "DiagnosticReport/" + count,
                Report.Kind.DIAGNOSTIC_REPORT,
                status,
                Charts.code("cpt|72125"),
                "",
                FreeText.of(text, language),
                Concept.NONE,
                Concept.NONE,
                Concept.NONE,
                Charts.date(date),
                true,
                ImagingWords.NONE,
                unread,
                null));
    }

    private Charts report(String text) {
        return report(text, "final", "", false, "2025-06-12");
    }

    private Finding read(FindingDefinition definition) {
        Map<String, FindingDefinition> definitions = new HashMap<>();
        definitions.put("pain", Charts.current(Charts.PAIN));
        definitions.put("it", definition);
        charts.condition("icd-10-cm|M54.2", "2025-06-10");
        return charts.read(definitions);
    }

    @Test
    void a_report_shows_danger() {
        report("Fracture.");
        assertThat(read(DANGER).isPresent()).isTrue();
    }

    @Test
    void a_preliminary_report_shows_danger_where_it_counts_and_clears_nothing() {
        report("Fracture.", "preliminary", "", false, "2025-06-12");
        assertThat(read(DANGER).isPresent()).isTrue();
        assertThat(read(DANGER_SIGNED).isAbsent()).isTrue();
    }

    @Test
    void a_preliminary_report_clears_nothing() {
        report("No fracture.", "preliminary", "", false, "2025-06-12");
        assertThat(read(CLEAR).isAbsent()).isTrue();
    }

    @Test
    void a_cancelled_report_counts_for_nothing() {
        report("Fracture.", "cancelled", "", false, "2025-06-12");
        assertThat(read(DANGER).isAbsent()).isTrue();
    }

    @Test
    void a_report_with_an_attachment_that_was_not_read_leaves_danger_unknown_and_clears_nothing() {
        report("No fracture.", "final", "", true, "2025-06-12");
        assertThat(read(DANGER)).isInstanceOf(Finding.Unknown.class);
        assertThat(read(CLEAR).isAbsent()).isTrue();
    }

    @Test
    void a_danger_is_known_whatever_else_was_not_read() {
        report("Fracture.", "final", "", true, "2025-06-12");
        assertThat(read(DANGER).isPresent()).isTrue();
    }

    @Test
    void a_language_that_is_read_in_part_clears_nothing_and_shows_danger() {
        report("No fracture.", "final", "nl-BE", false, "2025-06-12");
        assertThat(read(CLEAR).isAbsent()).isTrue();
        assertThat(read(DANGER).isAbsent()).isTrue();
        report("Fracture.", "final", "nl", false, "2025-06-12");
        assertThat(read(DANGER).isPresent()).isTrue();
    }

    @Test
    void a_language_of_which_nothing_is_known_clears_nothing_and_leaves_danger_unknown() {
        report("Ingen fracture, ingen anden forandring.", "final", "da", false, "2025-06-12");
        assertThat(read(CLEAR).isAbsent()).isTrue();
        assertThat(read(DANGER)).isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void a_danger_in_a_known_language_counts_whatever_another_report_says() {
        report("Fracture.", "final", "da", false, "2025-06-12");
        report("Fracture.", "final", "en-US", false, "2025-06-12");
        assertThat(read(DANGER).isPresent()).isTrue();
    }

    @Test
    void it_clears_from_the_day_of_the_event_on() {
        report("No fracture.", "final", "en-GB", false, "2025-06-10");
        assertThat(read(CLEAR).isPresent()).isTrue();
    }

    @Test
    void it_clears_nothing_from_the_day_before() {
        report("No fracture.", "final", "", false, "2025-06-09");
        assertThat(read(CLEAR).isAbsent()).isTrue();
    }

    @Test
    void a_later_image_ends_a_danger_that_it_denies() {
        report("Fracture.");
        report("No fracture.", "final", "", false, "2025-06-13");
        assertThat(read(DANGER).isAbsent()).isTrue();
    }

    @Test
    void an_image_of_the_same_day_or_one_that_is_only_normal_ends_nothing() {
        report("Fracture.");
        report("No fracture.");
        report("Normal CT.", "final", "", false, "2025-06-13");
        assertThat(read(DANGER).isPresent()).isTrue();
    }

    @Test
    void reports_that_did_not_come_are_unknown() {
        assertThat(new Charts().read(DANGER)).isInstanceOf(Finding.Unknown.class);
    }
}
