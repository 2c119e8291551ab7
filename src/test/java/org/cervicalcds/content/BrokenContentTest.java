package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Broken content is refused whole: every problem at once, with file, field and the nearest known word. */
class BrokenContentTest {
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));
    private static final String MASSAGE = "deep-massage-caution/card.yaml";

    private static List<String> problems(ContentFiles files) {
        return Objects.requireNonNull(catchThrowableOfType(ContentException.class, () -> Content.load(files)))
                .problems();
    }

    private static ContentFiles changed(String path, String from, String to) {
        String text = Objects.requireNonNull(SHIPPED.texts().get(path));
        assertThat(text).contains(from);
        return SHIPPED.with(path, text.replace(from, to));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        String massage = Objects.requireNonNull(SHIPPED.texts().get(MASSAGE));
        ContentFiles files = SHIPPED.with(
                        MASSAGE,
                        massage.replace("position: 3", "positon: 3")
                                .replace(
                                        "when: [deep-massage-order, rigid-and-in-danger]",
                                        "when: [deep-masage-order, rigid-and-in-danger]")
                                .replace("\"Anticoagulant on record: avoid", "\"" + "Very ".repeat(30) + "avoid")
                                .replace("source: Expert opinion", "# source: Expert opinion"))
                .with(
                        "findings/site.yaml",
                        """
                        one-way:
                          any-of: [other-way]
                        other-way:
                          all-of: [one-way]
                        fever-somewhere:
                          condition: [dx-fevre]
                          counts: current
                          within: fever-hous
                        """)
                .with("findigs/site.yaml", "a: b\n")
                .with("override-reasons.yaml", SHIPPED.texts().get("override-reasons.yaml") + "patient-declined: {}\n");
        assertThat(problems(files))
                .contains(
                        MASSAGE + ": positon is not known here; did you mean 'position'?",
                        MASSAGE + ": position is missing",
                        MASSAGE + ": source is missing",
                        MASSAGE
                                + ": tiers[0].when names the finding 'deep-masage-order', which is not known; did you"
                                + " mean 'deep-massage-order'?",
                        "findings/site.yaml: fever-somewhere.condition names the value set 'dx-fevre', which is not"
                                + " known; did you mean 'dx-fever'?",
                        "findings/site.yaml: fever-somewhere.within names the setting in days or hours 'fever-hous',"
                                + " which is not known; did you mean 'fever-hours'?",
                        "findings/site.yaml: one-way is made of itself: one-way -> other-way -> one-way",
                        "findigs/site.yaml: is not a file that is known here")
                .anyMatch(problem -> problem.startsWith(MASSAGE + ": tiers[7].summary can become ")
                        && problem.endsWith(" characters long; it must stay under 140"))
                .anyMatch(problem -> problem.startsWith("override-reasons.yaml: line ")
                        && problem.contains("Duplicate")
                        && problem.contains("patient-declined"));
    }

    @Test
    void aFigureWithoutEvidenceIsRefused() {
        for (String figure : List.of(
                "missed in 59.4%",
                "missed in 19 of 32",
                "small (n=27)",
                "odds ratio 3.26",
                "three times (95% CI 1.51 to 7.02)",
                "a trial of 27 men",
                "3.3-fold")) {
            ContentFiles files = changed(
                    MASSAGE, "Recent injury or deficit: settle whether", "Often " + figure + " - settle whether");
            assertThat(problems(files))
                    .as(figure)
                    .singleElement()
                    .asString()
                    .startsWith(MASSAGE + ": detail[4] states the figure '")
                    .endsWith("' and names no evidence");
        }
    }

    @Test
    void aNumberThatIsNoFigureNeedsNoEvidence() {
        ContentFiles files = changed(
                MASSAGE,
                "Recent injury or deficit: settle whether",
                "Recent injury of C3 within 90 days: PHQ-9 is no help; settle whether");
        assertThat(Content.load(files).deck().definitions()).isNotEmpty();
    }

    @Test
    void evidenceThatIsNotInTheCardsListIsRefused() {
        assertThat(problems(changed(MASSAGE, "evidence: [EV-39, EV-04, EV-38]", "evidence: [EV-39, EV-04]")))
                .containsExactly(MASSAGE + ": detail[2].evidence names EV-38, which is not in the card's evidence");
    }

    @Test
    void evidenceThatNobodyKnowsIsRefused() {
        assertThat(problems(
                        changed(MASSAGE, "evidence: [EV-39, EV-04, EV-38]", "evidence: [EV-39, EV-04, EV-38, EV-99]")))
                .singleElement()
                .asString()
                .startsWith(MASSAGE + ": evidence names the evidence statement 'EV-99', which is not known");
    }
}
