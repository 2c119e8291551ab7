package org.cervicalcds.engine.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Condition.ClinicalStatus;
import org.cervicalcds.engine.entries.Condition.Verification;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an entry is, what a reference finds, which drafts are selected, and that nothing is left out in silence. */
final class ChartBuilderTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String URN = "urn:uuid:0b1f5a52-7c1e-4a3a-9a6e-5d9a3f0c77a1";

    private final ValueSet spondylitis;
    private final ValueSet relaxant;
    private final Terminology terminology;
    private final ChartBuilder builder;

    ChartBuilderTest() {
        TerminologyBuilder sets = new TerminologyBuilder();
        sets.codeSystem(new CodeSystem("snomed", SNOMED, List.of(), CodeSystem.Matching.EXACT));
        spondylitis = sets.valueSet("dx-as", "Ankylosing spondylitis", false);
        sets.code(spondylitis, "snomed", "9631008", "sample");
        relaxant = sets.valueSet("med-relaxant", "Relaxants", false);
        sets.code(relaxant, "snomed", "372813008", "sample");
        terminology = sets.build();
        builder = new ChartBuilder(terminology);
    }

    private Concept code(String system, String code) {
        return Concept.of(List.of(terminology.coding(system, code, null)), null);
    }

    private Condition condition(String reference, Concept code, @Nullable String encounter) {
        return new Condition(
                reference,
                code,
                code.sets(),
                ClinicalStatus.ACTIVE,
                Verification.CONFIRMED,
                null,
                null,
                null,
                null,
                Concept.NONE,
                FreeText.of(""),
                true,
                encounter,
                null);
    }

    private Order order(String reference, boolean draft, Concept code) {
        return new Order(
                reference,
                draft,
                false,
                "draft",
                "order",
                false,
                code,
                Concept.NONE,
                Concept.NONE,
                FreeText.of(""),
                Concept.NONE,
                List.of(),
                null,
                null,
                null,
                null);
    }

    private MedicationUse request(String reference) {
        return new MedicationUse(
                reference,
                MedicationUse.Kind.REQUEST,
                "active",
                "order",
                code(SNOMED, "372813008"),
                Concept.NONE,
                Concept.NONE,
                Concept.NONE,
                true,
                new Supply(null, null, null, 0, null, List.of()),
                null);
    }

    private Chart chart(String hook, String... selections) {
        return builder.build(new ChartScope(
                hook,
                "p1",
                "e1",
                "Practitioner",
                List.of(selections),
                List.of(),
                null,
                NOW,
                ZoneOffset.UTC,
                Duration.ofDays(2),
                200_000));
    }

    private Chart withSubject(@Nullable String subject) {
        builder.add(condition("Condition/c", code(SNOMED, "9631008"), null), subject, null, List.of());
        return chart(Hook.PATIENT_VIEW.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/p1",
                "p1",
                "Patient/p1/_history/7",
                "https://ehr.example/r4/Patient/p1",
                "https://other.example/Patient/p1/_history/1",
                "Patient?identifier=x",
                "#pat",
                URN,
                "urn:uuid:11111111-7c1e-4a3a-9a6e-5d9a3f0c77a1"
            })
    void anEntryIsThePatientsUnlessItsSubjectResolvesToAnother(String subject) {
        builder.named(URN, "Patient/p1");

        Chart chart = withSubject(subject);

        assertThat(chart.conditions(spondylitis)).hasSize(1);
        assertThat(chart.gaps()).isEqualTo(ChartGaps.NONE);
    }

    @Test
    void anEntryWithoutASubjectIsThePatients() {
        assertThat(withSubject(null).conditions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/p2",
                "p2",
                "Patient/p2/_history/7",
                "https://ehr.example/r4/Patient/p2",
                "Patient/P1",
                "Group/p1",
                "URN:uuid:0B1F5A52-7c1e-4a3a-9a6e-5d9a3f0c77a1"
            })
    void anEntryOfAnotherIsLeftOutCountedAndNamed(String subject) {
        builder.named(URN, "Patient/p2");

        Chart chart = withSubject(subject);

        assertThat(chart.conditions()).isEmpty();
        assertThat(chart.gaps().ofOthers()).isEqualTo(1);
        assertThat(chart.gaps().leftOut())
                .containsExactly(new ChartGaps.LeftOut("Condition/c", ChartGaps.Reason.OTHER_PATIENT));
        assertThat(builder.gaps()).isEqualTo(chart.gaps());
    }

    @Test
    void allThatIsLeftOutIsCountedAndTheFirstAreNamed() {
        for (int i = 0; i < 120; i++) {
            builder.add(condition("Condition/" + i, code(SNOMED, "9631008"), null), "Patient/p2", null, List.of());
        }
        builder.modified("Condition/x");

        ChartGaps gaps = chart(Hook.PATIENT_VIEW.name()).gaps();

        assertThat(gaps.ofOthers()).isEqualTo(120);
        assertThat(gaps.modified()).isEqualTo(1);
        assertThat(gaps.leftOut()).hasSize(ChartGaps.MOST_NAMED);
        assertThat(gaps.leftOut().get(0).reason()).isEqualTo(ChartGaps.Reason.MODIFIER_EXTENSION);
    }

    @ParameterizedTest
    @CsvSource({
        "Condition/c, Condition/c",
        "Condition/c/_history/4, Condition/c",
        "https://ehr.example/r4/Condition/c/_history/4, Condition/c",
        URN + ", Condition/c",
        "URN:UUID:0B1F5A52-7C1E-4A3A-9A6E-5D9A3F0C77A1, Condition"
    })
    void aReasonIsFoundByEveryFormOfReference(String reference, String condition) {
        if (condition.contains("/")) {
            builder.named(URN, condition);
        }
        builder.add(condition(condition, code(SNOMED, "9631008"), null), URN, null, null, List.of());
        builder.add(order("ServiceRequest/o", true, Concept.NONE), null, null, List.of(reference));

        assertThat(chart(Hook.ORDER_SIGN.name()).drafts().get(0).reason().in(spondylitis))
                .isTrue();
    }

    @Test
    void aReasonCountsThatComesAfterTheChartWasBuiltOnce() {
        builder.add(order("ServiceRequest/o", true, Concept.NONE), null, null, List.of("Condition/late"));
        assertThat(chart(Hook.ORDER_SIGN.name()).drafts().get(0).reason().in(spondylitis))
                .isFalse();

        builder.add(condition("Condition/late", code(SNOMED, "9631008"), null), null, null, List.of());

        assertThat(chart(Hook.ORDER_SIGN.name()).drafts().get(0).reason().in(spondylitis))
                .isTrue();
    }

    @Test
    void aMedicationIsFoundThroughItsIngredients() {
        builder.medication("Medication/box", code("urn:local", "1"), List.of("Medication/sub/_history/2"));
        builder.medication(URN, code(SNOMED, "372813008"));
        builder.named(URN, "Medication/sub");
        builder.medication("Medication/sub", code(SNOMED, "372813008"));
        builder.add(order("MedicationRequest/o", true, Concept.NONE), null, "Medication/box", List.of());

        assertThat(chart(Hook.ORDER_SIGN.name()).drafts().get(0).code().in(relaxant))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ServiceRequest/o1, true",
        "ServiceRequest/o1/_history/2, true",
        "https://ehr.example/ServiceRequest/o1, true",
        "o1, true",
        URN + ", true",
        "ServiceRequest/o2, false",
        "MedicationRequest/o1, false",
        "o2, false"
    })
    void selectionsAreReadInEveryForm(String selection, boolean first) {
        builder.named(URN, "ServiceRequest/o1");
        builder.add(order("ServiceRequest/o1", true, Concept.NONE), URN, null, null, List.of());
        builder.add(order("ServiceRequest/o2", true, Concept.NONE), null, null, List.of());

        Chart chart = chart(Hook.ORDER_SELECT.name(), selection, "ServiceRequest/o2");

        assertThat(chart.drafts()).extracting(Order::selected).containsExactly(first, true);
        assertThat(chart.gaps().everyDraftSelected()).isFalse();
    }

    @Test
    void aDraftWithoutAnIdIsSelectedByItsFullUrl() {
        builder.add(order("ServiceRequest", true, Concept.NONE), URN, null, null, List.of());
        builder.add(order("ServiceRequest", true, Concept.NONE), null, null, List.of());

        assertThat(chart(Hook.ORDER_SELECT.name(), URN.toUpperCase(java.util.Locale.ROOT))
                        .drafts())
                .extracting(Order::selected)
                .containsExactly(true, false);
    }

    @Test
    void selectionsThatNameNoDraftSelectThemAll() {
        builder.add(order("ServiceRequest/o1", true, Concept.NONE), null, null, List.of());
        builder.add(order("ServiceRequest/o2", true, Concept.NONE), null, null, List.of());

        Chart chart = chart(Hook.ORDER_SELECT.name(), "ServiceRequest/x");

        assertThat(chart.drafts()).allMatch(Order::selected);
        assertThat(chart.gaps().everyDraftSelected()).isTrue();
        assertThat(chart(Hook.ORDER_SIGN.name(), "ServiceRequest/x").gaps().everyDraftSelected())
                .isFalse();
    }

    @Test
    void aDraftTakesThePlaceOfTheRecordedStateOfTheSameOrder() {
        builder.add(request("MedicationRequest/m1"), null, null, List.of());
        builder.add(request("MedicationRequest/m2"), null, null, List.of());
        builder.add(order("ServiceRequest/s1", false, Concept.NONE), null, null, List.of());
        builder.add(order("MedicationRequest/m1", true, code(SNOMED, "372813008")), null, null, List.of());
        builder.add(order("ServiceRequest/s1", true, Concept.NONE), null, null, List.of());

        Chart chart = chart(Hook.ORDER_SIGN.name());

        assertThat(chart.medications(relaxant)).extracting(Entry::reference).containsExactly("MedicationRequest/m2");
        assertThat(chart.recordedOrders()).isEmpty();
        assertThat(chart.drafts()).hasSize(2);
    }

    @Test
    void aDraftOfAnotherPatientReplacesNothing() {
        builder.add(request("MedicationRequest/m1"), "Patient/p1", null, List.of());
        builder.add(order("MedicationRequest/m1", true, code(SNOMED, "372813008")), "Patient/p2", null, List.of());

        Chart chart = chart(Hook.ORDER_SIGN.name());

        assertThat(chart.medications(relaxant)).hasSize(1);
        assertThat(chart.drafts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Encounter/e1, true, 2026-06-15, , true",
        "Encounter/e1/_history/3, true, 2026-06-15, , true",
        "Encounter/e0, true, 2026-06-15, , false",
        "Encounter/e0, false, 2026-06-14, 2026-06-14T18:00:00Z, true",
        URN + ", false, 2026-06-14, 2026-06-14T18:00:00Z, true",
        "Encounter/e0, false, 2026-06-12, 2026-06-13T12:00:00Z, true",
        "Encounter/e0, false, 2026-06-12, 2026-06-13T11:59:59Z, false",
        "Encounter/e0, false, 2026-06-16, 2026-06-16T18:00:00Z, false",
        "Encounter/e0, false, 2026-06-14, , false",
        ", false, 2026-06-14, 2026-06-14T18:00:00Z, false"
    })
    void anUndatedDiagnosisIsOfItsVisitIfThatGoesOnOrEndedLately(
            @Nullable String encounter, boolean goesOn, String start, @Nullable String end, boolean dated) {
        builder.named(URN, "Encounter/e0");
        for (String id : List.of("e0", "e1")) {
            builder.encounter(new Encounter(
                    id,
                    goesOn,
                    PartialDate.parse(start, ZoneOffset.UTC),
                    end == null ? null : PartialDate.parse(end, ZoneOffset.UTC)));
        }
        builder.add(condition("Condition/c", code(SNOMED, "9631008"), encounter), null, null, List.of());

        EventDate event = chart(Hook.PATIENT_VIEW.name()).conditions().get(0).event();

        assertThat(event == null ? null : event.origin()).isEqualTo(dated ? EventDate.Origin.ENCOUNTER : null);
        assertThat(event == null ? start : event.date().shown(ZoneOffset.UTC)).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 2, false", "2, 1, true"})
    void aListMostOfWhichIsInUnknownSystemsIsNoListOfAll(int known, int unknown, boolean whole) {
        builder.supplied(Need.CONDITIONS, Availability.ALL);
        for (int i = 0; i < known; i++) {
            builder.add(condition("Condition/k" + i, code(SNOMED, "1"), null), null, null, List.of());
        }
        for (int i = 0; i < unknown; i++) {
            builder.add(condition("Condition/u" + i, code("urn:oid:1.2.3", "1"), null), null, null, List.of());
        }

        Chart chart = chart(Hook.PATIENT_VIEW.name());

        assertThat(chart.availability(Need.CONDITIONS).isAll()).isEqualTo(whole);
        assertThat(chart.gaps().unknownSystems()).containsExactly(java.util.Map.entry("urn:oid:1.2.3", unknown));
        if (!whole) {
            assertThat(chart.availability(Need.CONDITIONS))
                    .isEqualTo(Availability.part(Availability.Cause.UNKNOWN_CODES, known, known + unknown));
        }
    }

    @Test
    void aConditionWithOneCodeThatIsReadAndOneWithWordsOnlyAreNotUnread() {
        builder.supplied(Need.CONDITIONS, Availability.ALL);
        Concept both = Concept.of(
                List.of(terminology.coding("urn:local", "1", null), terminology.coding(SNOMED, "9631008", null)), null);
        builder.add(condition("Condition/a", both, null), null, null, List.of());
        builder.add(condition("Condition/b", Concept.of(List.of(), "words"), null), null, null, List.of());

        Chart chart = chart(Hook.PATIENT_VIEW.name());

        assertThat(chart.availability(Need.CONDITIONS)).isEqualTo(Availability.ALL);
        assertThat(chart.gaps()).isEqualTo(ChartGaps.NONE);
    }

    @Test
    void noMoreThanSomeSystemsAreNamed() {
        for (int i = 0; i < 80; i++) {
            builder.add(condition("Condition/" + i, code("urn:local:" + i, "1"), null), null, null, List.of());
        }

        assertThat(chart(Hook.PATIENT_VIEW.name()).gaps().unknownSystems())
                .hasSize(ChartGaps.MOST_NAMED + 1)
                .containsEntry("other", 30);
    }

    private void report(String reference, String status, @Nullable String day, String... results) {
        builder.add(
                new Report(
                        reference,
                        Report.Kind.DIAGNOSTIC_REPORT,
                        status,
                        code(SNOMED, "9631008"),
                        "",
                        FreeText.of("Seen."),
                        Concept.NONE,
                        Concept.NONE,
                        Concept.NONE,
                        day == null ? null : PartialDate.day(java.time.LocalDate.parse(day), ZoneOffset.UTC),
                        true,
                        ImagingWords.NONE,
                        false,
                        null),
                null,
                null,
                List.of());
        builder.results(reference, List.of(results));
    }

    @Test
    void resultsThatHaveNotComeAreNamedTheNewestReportFirst() {
        report("DiagnosticReport/none", "final", null, "Observation/undated");
        report("DiagnosticReport/old", "final", "2020-01-01", "Observation/old", "#inside", "urn:uuid:2");
        report(
                "DiagnosticReport/new",
                "preliminary",
                "2026-01-01",
                "https://ehr.example/fhir/Observation/new/_history/2",
                "https://elsewhere.example/fhir/Observation/far",
                "Observation/said",
                "Observation/included",
                "Observation/counted",
                URN,
                "DocumentReference/1");
        report("DiagnosticReport/wrong", "entered-in-error", "2026-01-01", "Observation/wrong");
        builder.named(URN, "Observation/by-urn");
        builder.saidIn("Observation/said", "Clear.");
        builder.included("Observation/included");
        builder.add(
                new Observation(
                        "Observation/counted#component-1",
                        code(SNOMED, "9631008"),
                        "final",
                        null,
                        true,
                        Observation.Value.NONE,
                        null),
                null,
                null,
                List.of());

        assertThat(builder.missingResults("https://ehr.example/fhir"))
                .extracting(Need::key)
                .containsExactly("Observation/new", "Observation/by-urn", "Observation/old", "Observation/undated");
    }

    /** What is read in part clears nothing; what is contained was read with the report. */
    @ParameterizedTest
    @CsvSource({
        "Observation/1, true",
        "urn:uuid:9, true",
        "https://elsewhere.example/Observation/1, true",
        "Observation/asked, false",
        "Observation/refused, true",
        "#inside, false"
    })
    void aReportOfWhichAResultHasNotComeIsReadInPart(String result, boolean unread) {
        report("DiagnosticReport/r", "final", "2026-01-01", "Observation/clear", result);
        builder.saidIn("Observation/clear", "Clear.");
        builder.supplied(Need.resource("Observation/asked"), Availability.ALL);
        builder.supplied(Need.resource("Observation/refused"), Availability.nothing(Availability.Cause.REFUSED));

        assertThat(chart(Hook.PATIENT_VIEW.name()).reports().get(0).unread())
                .as("others may come")
                .isFalse();
        builder.resultsHaveCome();

        Report read = chart(Hook.PATIENT_VIEW.name()).reports().get(0);
        assertThat(read.unread()).isEqualTo(unread);
        assertThat(read.text().written()).isEqualTo("Seen.\n\nClear.");
    }
}
