package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The truth table of manipulation (docs/clinical.md, card 2), every combination: what the spine is, what is fragile in it, what happened. The
 * expectation is written here a second time, from the table and not from the findings.
 */
class ManipulationTruthTableTest {
    private static final String CARD = "spinal-manipulation-caution";

    /** What the spine is. */
    private enum Spine {
        CONFIRMED("{code: snomed|9631008, onset: \"2004\"}"),
        SUSPECTED("{code: snomed|9631008, onset: \"2004\", verification: provisional}"),
        OTHER_AXIAL("{code: icd-10-cm|M46.82, onset: \"2015\"}"),
        IN_WORDS("{text: ankylosing spondylitis, onset: \"2015\"}"),
        REPORTED(null, "{code: loinc|24942-5, date: 2024-05-01, conclusion: \"Bamboo spine.\"}"),
        DISH("{code: snomed|31487001, onset: \"2015\"}"),
        ANKYLOSIS("{code: icd-10-cm|M43.22, onset: \"2016\"}"),
        NON_RADIOGRAPHIC("{code: icd-10-cm|M45.A2, onset: \"2018\"}"),
        FRAGILE_1("{code: icd-10-cm|Q90.9, onset: \"2000\"}"),
        FRAGILE_2("{code: icd-10-cm|M48.02, onset: \"2020\"}"),
        REFUTED("{code: snomed|9631008, onset: \"2004\", verification: refuted}"),
        RESOLVED("{code: snomed|9631008, onset: \"2004\", status: resolved}"),
        NONE(null);

        private final List<String> conditions;
        private final List<String> reports;

        Spine(@Nullable String condition) {
            this.conditions = condition == null ? List.of() : List.of(condition);
            this.reports = List.of();
        }

        Spine(@Nullable String condition, String report) {
            this.conditions = List.of();
            this.reports = List.of(report);
        }

        boolean isSuspected() {
            return this == SUSPECTED || this == OTHER_AXIAL || this == IN_WORDS || this == REPORTED;
        }
    }

    /** What is fragile at all times. */
    private enum Fragile {
        NOTHING,
        OSTEOPOROSIS("{code: icd-10-cm|M81.0, onset: \"2020\"}"),
        EARLIER_FRACTURE("{code: icd-10-cm|S32.010S, onset: \"2015\"}"),
        UNSTABLE_NECK("{code: icd-10-cm|M43.4, onset: \"2015\"}");

        private final List<String> conditions;

        Fragile(String... conditions) {
            this.conditions = List.of(conditions);
        }
    }

    /** What happened of late. */
    private enum Event {
        NOTHING(false),
        OLD_PAIN(false, "{code: icd-10-cm|M54.2, onset: 2024-05-01}"),
        NEW_PAIN(false, "{code: icd-10-cm|M54.2, onset: 2025-06-05}"),
        INJURY_OF_WEEKS(false, "{code: icd-10-cm|W18.30XA, onset: 2025-05-06}"),
        INJURY(false, "{code: icd-10-cm|W18.30XA, onset: 2025-06-10}"),
        INJURY_AND_PAIN(
                false, "{code: icd-10-cm|W18.30XA, onset: 2025-06-10}", "{code: icd-10-cm|M54.2, onset: 2025-06-10}"),
        PAIN_AND_NUMBNESS(
                false, "{code: icd-10-cm|M54.2, onset: 2025-06-10}", "{code: icd-10-cm|R20.0, onset: 2025-06-12}"),
        PARALYSIS(true, "{code: icd-10-cm|G82.20, onset: 2025-06-12}"),
        FRESH_FRACTURE(true, "{code: icd-10-cm|S12.500A, onset: 2025-06-10}"),
        CORD_DISEASE(true, "{code: icd-10-cm|M47.12, onset: \"2018\"}"),
        INFECTION(true, "{code: icd-10-cm|M46.22, onset: 2025-05-20}"),
        DISSECTION(true, "{code: icd-10-cm|I77.74, onset: 2025-03-07, status: resolved}"),
        THUNDERCLAP(true, "{code: icd-10-cm|M54.2, onset: 2025-06-12}", "{code: icd-10-cm|G44.53, onset: 2025-06-13}");

        /** It forbids manipulation whatever the spine is. */
        private final boolean forbids;

        private final List<String> conditions;

        Event(boolean forbids, String... conditions) {
            this.forbids = forbids;
            this.conditions = List.of(conditions);
        }

        boolean isInjury() {
            return this == INJURY_OF_WEEKS || this == INJURY || this == INJURY_AND_PAIN;
        }

        /** Reason enough for a warning in any spine. */
        boolean warns() {
            return this == INJURY_AND_PAIN || this == PAIN_AND_NUMBNESS;
        }
    }

    private record Row(Spine spine, Fragile fragile, Event event) {
        static Stream<Row> all() {
            return Stream.of(Spine.values()).flatMap(spine -> Stream.of(Fragile.values())
                    .flatMap(fragile -> Stream.of(Event.values()).map(event -> new Row(spine, fragile, event))));
        }

        String tier() {
            if (event.forbids || fragile == Fragile.UNSTABLE_NECK) {
                return "critical";
            }
            boolean anyWarning = event.warns() || fragile == Fragile.EARLIER_FRACTURE;
            return switch (spine) {
                case DISH, ANKYLOSIS -> "critical";
                case CONFIRMED ->
                    fragile != Fragile.NOTHING || event == Event.INJURY_AND_PAIN || event == Event.PAIN_AND_NUMBNESS
                            ? "critical"
                            : "warning";
                case SUSPECTED, OTHER_AXIAL, IN_WORDS, REPORTED ->
                    anyWarning || fragile == Fragile.OSTEOPOROSIS || event.isInjury() ? "warning" : "info";
                case NON_RADIOGRAPHIC -> anyWarning ? "warning" : "info";
                case FRAGILE_1 ->
                    event == Event.INJURY || event == Event.INJURY_AND_PAIN || event == Event.PAIN_AND_NUMBNESS
                            ? "critical"
                            : "warning";
                case FRAGILE_2 -> anyWarning || event == Event.NEW_PAIN ? "warning" : "info";
                case REFUTED, RESOLVED, NONE ->
                    anyWarning ? "warning" : fragile == Fragile.OSTEOPOROSIS ? "info" : "silent";
            };
        }

        String vignette(String order, String expect) {
            List<String> conditions = new ArrayList<>(spine.conditions);
            conditions.addAll(fragile.conditions);
            conditions.addAll(event.conditions);
            return "- title: \"" + this + " " + order + "\"\n  hook: order-sign\n  patient: {born: 1975-03-01}\n"
                    + list("conditions", conditions)
                    + list("reports", spine.reports)
                    + list("drafts", List.of("{code: cpt|" + order + "}"))
                    + "  expect: " + expect + "\n";
        }

        private static String list(String key, List<String> items) {
            return items.isEmpty() ? "" : "  " + key + ":\n    - " + String.join("\n    - ", items) + "\n";
        }
    }

    private static String oneTierLower(String tier) {
        return switch (tier) {
            case "critical" -> "warning";
            case "warning" -> "info";
            default -> "silent";
        };
    }

    @Test
    void everyCombinationHasTheTierOfTheTable() {
        StringBuilder vignettes = new StringBuilder();
        Row.all().forEach(row -> vignettes
                .append(row.vignette("98941", row.tier()))
                .append(row.vignette("97140", oneTierLower(row.tier()))));
        Content content = Content.load(
                ContentFiles.in(Path.of("cds-cards")).with(CARD + "/vignettes.yaml", vignettes.toString()));
        VignettePlayer player = new VignettePlayer(content);
        List<String> wrong = new ArrayList<>();
        int played = 0;
        for (Vignette vignette : VignetteFiles.read(content)) {
            if (vignette.card().equals(CARD)) {
                played++;
                player.faults(vignette).forEach(fault -> wrong.add(vignette.title() + ": " + fault));
            }
        }
        assertThat(played).isEqualTo(2 * Spine.values().length * Fragile.values().length * Event.values().length);
        assertThat(wrong).isEmpty();
    }
}
