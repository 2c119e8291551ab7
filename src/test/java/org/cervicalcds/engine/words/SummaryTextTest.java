package org.cervicalcds.engine.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTextTest {
    private static final String PATTERN = "{dx}, {injury}, {pain}: treat as neck fracture until CT excludes it.";

    private static String filled(String template, int limit, Map<String, String> facts) {
        return SummaryText.fill(Template.parse(template), (name, part) -> facts.getOrDefault(name, ""), limit);
    }

    private static String dated(String fact, String day) {
        return fact + " " + SummaryText.day(day);
    }

    @Test
    void aPlaceWithoutAFactGoesWithItsComma() {
        assertThat(filled(PATTERN, 140, Map.of("dx", "AS", "pain", dated("neck pain", "13 Jun"))))
                .isEqualTo("AS, neck pain 13 Jun: treat as neck fracture until CT excludes it.");
        assertThat(filled(PATTERN, 140, Map.of("dx", "AS")))
                .isEqualTo("AS: treat as neck fracture until CT excludes it.");
    }

    @Test
    void oneFactIsNamedOnce() {
        String sprain = dated("neck sprain", "14 Jun");
        assertThat(filled(PATTERN, 140, Map.of("dx", "AS", "injury", sprain, "pain", sprain)))
                .isEqualTo("AS, neck sprain 14 Jun: treat as neck fracture until CT excludes it.");
    }

    @Test
    void daysGoFromTheLastToTheFirst() {
        Map<String, String> facts =
                Map.of("dx", "AS", "injury", dated("fall", "13 Jun"), "pain", dated("neck pain", "14 Jun"));
        assertThat(filled(PATTERN, 74, facts))
                .isEqualTo("AS, fall 13 Jun, neck pain: treat as neck fracture until CT excludes it.");
        assertThat(filled(PATTERN, 66, facts))
                .isEqualTo("AS, fall, neck pain: treat as neck fracture until CT excludes it.");
    }

    @Test
    void wordsAfterTheDashGoLast() {
        assertThat(filled("{dx}: call spine surgery – and tell anaesthesia.", 40, Map.of("dx", "AS")))
                .isEqualTo("AS: call spine surgery.");
    }

    @Test
    void anUnknownDayIsLeftOutWithItsPreposition() {
        assertThat(filled("MRI of {day} reports it.", 140, Map.of("day", SummaryText.day(""))))
                .isEqualTo("MRI reports it.");
    }

    @Test
    void theFirstLetterIsUpperCase() {
        assertThat(filled("{pain}: examine.", 140, Map.of("pain", "neck pain"))).isEqualTo("Neck pain: examine.");
    }

    @Test
    void signsWithABlankBeforeThemAreSignsToo() {
        assertThat(filled("{a}, {b} : examiner.", 140, Map.of("a", "chute"))).isEqualTo("Chute : examiner.");
        assertThat(filled("{a}, nouveau : {b}.", 140, Map.of("b", "parésie"))).isEqualTo("Nouveau : parésie.");
    }
}
