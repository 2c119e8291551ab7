package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
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
    void aHookThatIsNotKnownIsToldWithTheNearestThatIs() {
        assertThat(problems(changed("services.yaml", "hook: patient-view", "hook: patient-veiw")))
                .containsExactly("services.yaml: cervical-patient-view.hook names the hook 'patient-veiw', which is not"
                        + " known; did you mean 'patient-view'?");
        assertThat(problems(changed("precedence.yaml", "[patient-view]", "[patientview]")))
                .containsExactly("precedence.yaml: info-only-alone-on names the hook 'patientview', which is not known;"
                        + " did you mean 'patient-view'?");
        assertThat(problems(SHIPPED.with("findings/site.yaml", "at-discharge:\n  hook: [encounter-dischrage]\n")))
                .containsExactly("findings/site.yaml: at-discharge.hook names the hook 'encounter-dischrage', which is"
                        + " not known; did you mean 'encounter-discharge'?");
    }

    @Test
    void aHookOfACardThatNoServiceServesIsAProblem() {
        String services = Objects.requireNonNull(SHIPPED.texts().get("services.yaml"));
        int from = services.indexOf("cervical-order-sign:");
        int to = services.indexOf("\ncervical-", from) + 1;
        ContentFiles files = SHIPPED.with("services.yaml", services.substring(0, from) + services.substring(to));
        assertThat(problems(files))
                .contains(MASSAGE + ": tiers speaks on order-sign, which no service of services.yaml serves")
                .allMatch(problem -> problem.endsWith("order-sign, which no service of services.yaml serves"));
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
                                .replace("{drug} on record: deep massage", "Very ".repeat(30) + "deep massage")
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
                                + ": tiers[2].when names the finding 'deep-masage-order', which is not known; did you"
                                + " mean 'deep-massage-order'?",
                        "findings/site.yaml: fever-somewhere.condition names the value set 'dx-fevre', which is not"
                                + " known; did you mean 'dx-fever'?",
                        "findings/site.yaml: fever-somewhere.within names the setting in days or hours 'fever-hous',"
                                + " which is not known; did you mean 'fever-hours'?",
                        "findings/site.yaml: one-way is made of itself: one-way -> other-way -> one-way",
                        "findigs/site.yaml: is not a file that is known here")
                .anyMatch(problem -> problem.startsWith(MASSAGE + ": tiers[13].summary can become ")
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
            ContentFiles files =
                    changed(MASSAGE, "Clinical caution, no study.", "Clinical caution, often " + figure + ".");
            assertThat(problems(files))
                    .as(figure)
                    .singleElement()
                    .asString()
                    .startsWith(MASSAGE + ": tiers[13].says[0] states the figure '")
                    .endsWith("' and names no evidence");
        }
    }

    @Test
    void aNumberThatIsNoFigureNeedsNoEvidence() {
        ContentFiles files = changed(
                MASSAGE, "Clinical caution, no study.", "Recent injury of C3 within 90 days: PHQ-9 is no help.");
        assertThat(Content.load(files).deck().definitions()).isNotEmpty();
    }

    @Test
    void evidenceThatIsNotInTheCardsListIsRefused() {
        assertThat(problems(changed(MASSAGE, "EV-25, EV-38, EV-75]", "EV-25, EV-75]")))
                .hasSize(4)
                .first()
                .isEqualTo(MASSAGE + ": tiers[5].says[0].evidence names EV-38, which is not in the card's evidence");
    }

    @Test
    void evidenceThatNobodyKnowsIsRefused() {
        assertThat(problems(changed(MASSAGE, "EV-38, EV-75]", "EV-38, EV-75, EV-99]")))
                .singleElement()
                .asString()
                .startsWith(MASSAGE + ": evidence names the evidence statement 'EV-99', which is not known");
    }

    private static List<String> problemsOfFinding(String yaml) {
        return problems(SHIPPED.with("findings/site.yaml", yaml));
    }

    @Test
    void whatAFindingOnImagesAsksForMustBeKnown() {
        assertThat(
                        problemsOfFinding(
                                """
                site-fracture:
                  image-danger: fractur
                  modalities: [film, xray]
                  within: image-danger-dais
                  not-before-oldest: [trauma-recnt]
                """))
                .contains(
                        "findings/site.yaml: site-fracture.image-danger names the kind of danger 'fractur', which is not"
                                + " known; did you mean 'fracture'?",
                        "findings/site.yaml: site-fracture.modalities names 'xray'; it must be one of film, ct, mr",
                        "findings/site.yaml: site-fracture.within names the setting in days or hours"
                                + " 'image-danger-dais', which is not known; did you mean 'image-danger-days'?");
        assertThat(
                        problemsOfFinding(
                                """
                site-fracture:
                  image-danger: fracture
                  modalities: [film]
                  not-before-oldest: [trauma-recnt]
                  neck-onyl: true
                """))
                .anyMatch(problem ->
                        problem.contains("'trauma-recnt', which is not known; did you mean 'trauma-recent'?"))
                .anyMatch(problem -> problem.contains("neck-onyl is not known here; did you mean 'neck-only'?"));
        assertThat(
                        problemsOfFinding(
                                """
                site-clear:
                  image-clear: [fractur]
                  modalities: [ct]
                  since: [trauma-recnt]
                  failing-that-since: [nek-pain]
                  without: [infektion]
                """))
                .anyMatch(problem -> problem.contains("image-clear names the kind of danger 'fractur'"))
                .anyMatch(problem -> problem.contains("without names the kind of danger 'infektion'"));
        assertThat(
                        problemsOfFinding(
                                """
                site-clear:
                  image-clear: [fracture]
                  modalities: [ct]
                  since: [trauma-recnt]
                  failing-that-since: [nek-pain]
                  without: []
                """))
                .anyMatch(problem ->
                        problem.contains("'trauma-recnt', which is not known; did you mean 'trauma-recent'?"))
                .anyMatch(problem -> problem.contains("'nek-pain', which is not known; did you mean 'neck-pain'?"));
    }

    @Test
    void whatEndsADangerOrMakesItCountMustBeKnown() {
        String file = "image-reports.yaml";
        assertThat(problems(changed(file, "injury: trauma-recent", "injury: trauma-recnt")))
                .isNotEmpty()
                .allMatch(problem ->
                        problem.contains("'trauma-recnt', which is not known; did you mean 'trauma-recent'?"));
        assertThat(problems(changed(file, "back-counts-with: rigid-neck-or-suspected", "back-counts-with: rigid-nek")))
                .isNotEmpty()
                .allMatch(problem -> problem.contains("'rigid-nek', which is not known; did you mean 'rigid-neck'?"));
        assertThat(problems(changed(file, "cervical-fracture-followed]", "cervical-fracture-folowed]")))
                .isNotEmpty()
                .allMatch(problem -> problem.contains("did you mean 'cervical-fracture-followed'?"));
        assertThat(problems(changed(file, "codes: [dx-spinal-infection]", "codes: [dx-spinal-infektion]")))
                .singleElement()
                .asString()
                .contains("names the value set 'dx-spinal-infektion', which is not known");
        assertThat(problems(
                        changed(file, "denied-by: { film: [mr], ct: [mr], mr: [mr] }", "denied-by: { film: [mri] }")))
                .contains(file + ": dangers.haematoma.denied-by.film names 'mri'; it must be one of film, ct, mr");
        assertThat(problems(changed(file, "- phlegmon", "- \"phlegmon.*\"")))
                .first()
                .asString()
                .startsWith(file + ": has a phrase that cannot be looked for");
    }

    @Test
    void whatOtherNewKindsAskForMustBeKnown() {
        assertThat(problemsOfFinding("site-fresh:\n  entries-of: trauma-recnt\n  within: trauma-line-days\n"))
                .anyMatch(problem -> problem.contains("'trauma-recnt', which is not known"));
        assertThat(
                        problemsOfFinding(
                                """
                site-blow:
                  condition: [dx-blow]
                  counts: ever
                  beside: { of: [nek-pain], within: blow-link-dais, onyl-after: true }
                """))
                .anyMatch(problem -> problem.contains("names the setting in days or hours 'blow-link-dais'"))
                .anyMatch(problem -> problem.contains("onyl-after is not known here; did you mean 'only-after'?"));
        assertThat(
                        problemsOfFinding(
                                """
                site-blow:
                  condition: [dx-blow]
                  counts: ever
                  beside: { of: [nek-pain], within: blow-link-days }
                """))
                .anyMatch(problem -> problem.contains("'nek-pain', which is not known; did you mean 'neck-pain'?"));
        assertThat(
                        problemsOfFinding(
                                """
                site-operation:
                  order: []
                  scope: selected-draft
                  code-ranges: { cpt: ["10004-359"] }
                """))
                .containsExactly(
                        "findings/site.yaml: site-operation.code-ranges has '10004-359'; it must be two codes of"
                                + " one length like 00100-01999");
        assertThat(
                        problemsOfFinding(
                                """
                site-therapist:
                  order: [ord-physical-therapy]
                  scope: trigger
                  performer-in: [prf-manual-therapst]
                  performer-text: manual-therapst
                """))
                .anyMatch(problem -> problem.contains("names the value set 'prf-manual-therapst'"))
                .anyMatch(problem -> problem.contains("names the list of phrases 'manual-therapst'"));
        assertThat(
                        problemsOfFinding(
                                """
                site-several:
                  condition: [dx-cranial-sign]
                  counts: current
                  different: cranial-sign-cuont
                """))
                .singleElement()
                .asString()
                .contains("'cranial-sign-cuont', which is not known; did you mean 'cranial-sign-count'?");
        assertThat(
                        problemsOfFinding(
                                """
                site-card:
                  card: radiograph-cannot-exclude-fracture
                  reaches: critical
                  line: nek-film
                """))
                .singleElement()
                .asString()
                .isEqualTo(
                        "findings/site.yaml: site-card.line names the line of the tiers 'nek-film', which is not known;"
                                + " did you mean 'neck-film'?");
    }

    @Test
    void whatATierTellsByNameMustBeKnown() {
        String card = "as-cervical-fracture-risk/card.yaml";
        assertThat(problems(changed(card, "repeat-days: as-info-repeat-days", "repeat-days: as-info-repeat-dais")))
                .singleElement()
                .asString()
                .contains("as-info-repeat-dais");
        assertThat(problems(changed(card, "lines: [static, as-alone]", "lines: [static, as-alnoe]")))
                .isNotEmpty()
                .allMatch(problem -> problem.contains("as-alnoe"));
        assertThat(problems(changed(card, "unknown: absent", "unknown: abscent")))
                .isNotEmpty()
                .allMatch(problem -> problem.contains("abscent"));
    }
}
