package org.cervicalcds.engine.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.chart.AsOf;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.chart.CpuBudget;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.ChartReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Charts of many entries that all count: time grows with their number, the most are judged, and what is not is told. */
@Tag("long")
class LargeChartTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final int[] NUMBERS = {2_500, 5_000, 10_000, 19_998};

    /** Eight times the entries may take so many times as long; comparing each with each takes 64 times. */
    private static final double MOST = 20;

    /** What takes less for the most entries is no danger. */
    private static final double MILLISECONDS = 60;

    /** Entries made to be compared with one another. */
    enum Kind {
        FALLS("patient-view", i -> condition(i, "W19.XXXA", true)),
        NECK_PAIN("patient-view", i -> condition(i, "M54.2", true)),
        DEFICITS_CODED_AGAIN("patient-view", i -> condition(i, i % 2 == 0 ? "R29.6" : "G82.2" + i % 5, false)),
        SPONDYLITIS("order-sign", i -> condition(i, "M45." + i % 9, true)),
        PAIN_BESIDE_INJURY("patient-view", i -> condition(i, i % 2 == 0 ? "S13.4XXA" : "M54.2", true)),
        LONG_NOTE("patient-view", i -> condition(i, "M54.2", true)
                .replaceFirst("}$", ",\"note\":[{\"text\":\"" + "and so on ".repeat(2_001) + "\"}]}")),
        LONG_REPORT("patient-view", i -> Kind.valueOf("REPORTS")
                .entry
                .apply(i)
                .replace("Old fracture", "and so on ".repeat(20_000) + "Old fracture")),
        WITHOUT_ID("patient-view", i -> condition(i, "M54.2", true).replaceFirst("\"id\":\"[^\"]*\",", "")),
        MASSAGE_AND_MANIPULATION(
                "order-sign",
                i ->
                        """
                {"resourceType":"ServiceRequest","id":"d%d","status":"draft","intent":"order","subject":{"reference":"Patient/p1"},\
                "code":{"text":"massage and spinal manipulation, deep tissue"}}"""
                                .formatted(i)),
        RELAXANTS(
                "patient-view",
                i ->
                        """
                {"resourceType":"MedicationRequest","id":"m%d","status":"active","intent":"order","authoredOn":"2026-0%d-01",\
                "subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"coding":[{"system":\
                "http://www.nlm.nih.gov/research/umls/rxnorm","code":"21949"}]}}"""
                                .formatted(i, 1 + i % 9)),
        REPORTS(
                "patient-view",
                i ->
                        """
                {"resourceType":"DiagnosticReport","id":"r%d","status":"final","effectiveDateTime":"2026-06-01",\
                "subject":{"reference":"Patient/p1"},"code":{"text":"CT cervical spine"},\
                "conclusion":"Old fracture of C5. No cord compression. Bamboo spine, no acute fracture."}"""
                                .formatted(i)),
        WEIGHTS(
                "patient-view",
                i ->
                        """
                {"resourceType":"Observation","id":"o%d","status":"final","effectiveDateTime":"2026-06-0%d","subject":\
                {"reference":"Patient/p1"},"code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},\
                "valueQuantity":{"value":%d,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}"""
                                .formatted(i, 1 + i % 9, 60 + i % 30));

        private final String hook;
        private final IntFunction<String> entry;

        Kind(String hook, IntFunction<String> entry) {
            this.hook = hook;
            this.entry = entry;
        }

        private static String condition(int i, String code, boolean onset) {
            return """
                    {"resourceType":"Condition","id":"c%d","subject":{"reference":"Patient/p1"},"clinicalStatus":{"coding":[{"code":\
                    "active"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"%s"}]},"%s":"2026-06-%02d"}"""
                    .formatted(i, code, onset ? "onsetDateTime" : "recordedDate", 1 + i % 9);
        }
    }

    private static Chart chart(Kind kind, int entries, CpuBudget budget) {
        ChartBuilder builder = new ChartBuilder(CONTENT.terminology());
        ChartReader reader = new ChartReader(CONTENT.terminology(), ZoneOffset.UTC, builder);
        for (String other : List.of(
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"1950-01-01\"}",
                Kind.condition(-1, "M45.2", true),
                Kind.condition(-2, "M81.0", true))) {
            JsonCursor one = new JsonCursor(other.getBytes(StandardCharsets.UTF_8));
            one.nextToken();
            reader.read(one);
        }
        String bundle = IntStream.range(0, entries)
                .mapToObj(kind.entry)
                .collect(Collectors.joining(
                        "},{\"resource\":", "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":", "}]}"));
        JsonCursor in = new JsonCursor(bundle.getBytes(StandardCharsets.UTF_8));
        in.nextToken();
        if (kind == Kind.MASSAGE_AND_MANIPULATION) {
            reader.readDrafts(in);
        } else {
            reader.read(in);
        }
        CONTENT.deck().needs(kind.hook).forEach(need -> builder.supplied(need, Availability.ALL));
        return builder.build(
                new ChartScope(
                        kind.hook,
                        "p1",
                        null,
                        "Practitioner",
                        List.of(),
                        Instant.parse("2026-06-15T12:00:00Z"),
                        ZoneOffset.UTC),
                AsOf.ALL,
                budget);
    }

    /** The shorter of two. */
    private static double milliseconds(Kind kind, int entries) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            Chart chart = chart(kind, entries, CpuBudget.UNLIMITED);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            CONTENT.deck().answer(chart);
            best = Math.min(best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6);
        }
        return best;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LONG_NOTE", "LONG_REPORT"})
    void timeGrowsWithTheNumberOfEntries(Kind kind) {
        double[] times =
                IntStream.of(NUMBERS).mapToDouble(n -> milliseconds(kind, n)).toArray();
        assertThat(times[3] < MILLISECONDS || times[3] < MOST * times[0])
                .as("milliseconds %s for %s", times, NUMBERS)
                .isTrue();
    }

    @Test
    void whatIsBeyondTheMostIsNotJudgedAndTold() {
        Chart chart = chart(Kind.WEIGHTS, 20_100, CpuBudget.UNLIMITED);

        assertThat(chart.gaps().notJudged()).isEqualTo(102);
        assertThat(chart.incomplete().values())
                .contains(Availability.part(Availability.Cause.TOO_MANY, 19_998, 20_100));
        Answer answer = CONTENT.deck().answer(chart);
        assertThat(answer.cards()).hasSize(1).allSatisfy(card -> assertThat(card.detail())
                .contains("**Not known:**", "observations (19998 of 20100)"));
    }

    @Test
    void draftsAndDiagnosesAreJudgedFirst() {
        Chart chart = chart(Kind.FALLS, 20_100, CpuBudget.UNLIMITED);

        assertThat(chart.conditions()).hasSize(20_000);
        assertThat(chart.availability(Need.CONDITIONS).isAll()).isFalse();
        assertThat(chart.availability(Need.PROCEDURES).isAll()).isTrue();
    }

    @Test
    void whatRestsOnTheRestOfALongTextIsNotKnown() {
        Chart note = chart(Kind.LONG_NOTE, 1, CpuBudget.UNLIMITED);
        Chart report = chart(Kind.LONG_REPORT, 1, CpuBudget.UNLIMITED);

        assertThat(note.availability(Need.CONDITIONS).cause()).isEqualTo(Availability.Cause.TEXT_TOO_LONG);
        assertThat(note.availability(Need.DIAGNOSTIC_REPORTS).isAll()).isTrue();
        assertThat(note.gaps().longTexts()).isEqualTo(1);
        assertThat(CONTENT.deck().answer(note).cards()).isNotEmpty().allSatisfy(card -> assertThat(card.detail())
                .contains("conditions (not read to the end)"));
        assertThat(report.availability(Need.DIAGNOSTIC_REPORTS).cause()).isEqualTo(Availability.Cause.TEXT_TOO_LONG);
        assertThat(report.reports().get(0).text().isCut()).isTrue();
        assertThat(chart(Kind.REPORTS, 1, CpuBudget.UNLIMITED).gaps().longTexts())
                .isZero();
    }

    @Test
    void whatIsNotJudgedInTimeStaysUndetermined() {
        Answer answer = CONTENT.deck().answer(chart(Kind.REPORTS, 2_500, CpuBudget.of(Duration.ZERO)));

        assertThat(answer.cards()).isEmpty();
        assertThat(answer.decisions()).isNotEmpty().allSatisfy(decision -> assertThat(decision.outcome())
                .isEqualTo(Decision.Outcome.UNDETERMINED));
    }

    @Test
    void aSearchEndsSoonAfterItsTimeIsSpent() {
        Chart chart = chart(Kind.REPORTS, 20_000, CpuBudget.of(Duration.ofMillis(20)));
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

        Answer answer = CONTENT.deck().answer(chart);

        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                .isLessThan(Duration.ofMillis(150).toNanos());
        assertThat(chart.isOutOfTime()).isTrue();
        assertThat(chart.incomplete().values()).contains(Availability.part(Availability.Cause.NOT_JUDGED, 0, 0));
        assertThat(answer.decisions())
                .anySatisfy(decision -> assertThat(decision.outcome()).isEqualTo(Decision.Outcome.UNDETERMINED));
    }
}
