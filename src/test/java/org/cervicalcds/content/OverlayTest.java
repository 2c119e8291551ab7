package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;

/** A site lays its own files over the content, as strictly checked as the content itself. */
class OverlayTest {
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));

    private static Content with(String overlay) {
        return Content.load(SHIPPED.under(ContentFiles.in(Path.of("src/test/resources/overlays/" + overlay))));
    }

    private static CardDefinition card(Content content, String id) {
        return Objects.requireNonNull(content.deck().card(id));
    }

    private static List<String> faultsOf(Content content, String title) {
        return new VignettePlayer(content).faults(Vignettes.titled(content, title));
    }

    @Test
    void anOrderCodeOfTheHospitalsOwnSystemFiresTheCard() {
        Content content = with("hospital");
        assertThat(faultsOf(content, "Hospital: referral to our own chiropractor with AS"))
                .isEmpty();
        ValueSetText set = Objects.requireNonNull(content.text().valueSets().get("ord-chiropractic-manipulation"));
        assertThat(set.codes().keySet()).contains("snomed", "cpt", "ward-orders");
    }

    @Test
    void aSettingOfTheSiteHoldsInPlaceOfTheShippedOne() {
        assertThat(faultsOf(with("shorter-memory"), "Hospital: an injury of 20 days ago is no emergency"))
                .isEmpty();
        ContentFiles onlyTheVignette = new ContentFiles(SHIPPED.texts())
                .with(
                        "spinal-manipulation-caution/vignettes.yaml",
                        Objects.requireNonNull(ContentFiles.in(Path.of("src/test/resources/overlays/shorter-memory"))
                                .texts()
                                .get("spinal-manipulation-caution/vignettes.yaml")));
        assertThat(faultsOf(Content.load(onlyTheVignette), "Hospital: an injury of 20 days ago is no emergency"))
                .singleElement()
                .asString()
                .startsWith("is critical");
    }

    @Test
    void aCardIsSwitchedOffAndAnotherSaysItsWordsWithoutTouchingTheRest() {
        Content content = with("hospital");
        assertThat(card(content, "straight-spine-is-not-spasm").showing()).isEqualTo(CardStatus.OFF);
        CardDefinition changed = card(content, "spinal-manipulation-caution");
        CardDefinition shipped = card(Content.load(SHIPPED), "spinal-manipulation-caution");
        assertThat(changed.source().label()).isEqualTo("Hospital guideline 7, after ACR/SAA/SPARTAN 2019");
        assertThat(changed.tiers()).hasSameSizeAs(shipped.tiers());
        assertThat(changed.on()).isTrue();
    }

    @Test
    void theVignettesOfACardThatIsOffAreStillPlayed() {
        Content content = Content.load(
                SHIPPED.under(ContentFiles.in(Path.of("src/test/resources/overlays/hospital")))
                        .with(
                                "straight-spine-is-not-spasm/vignettes.yaml",
                                """
                        - title: a straight neck and pain
                          hook: patient-view
                          patient: {born: 1980-01-01}
                          conditions:
                            - {code: icd-10-cm|M54.2, onset: 2025-06-01}
                          reports:
                            - {code: loinc|24946-6, date: 2025-06-01, conclusion: "Straightening of the cervical lordosis."}
                          expect: info
                          cards: ["straight-spine-is-not-spasm info"]
                        """));
        assertThat(faultsOf(content, "a straight neck and pain")).isEmpty();
    }

    @Test
    void aBrokenOverlayIsRefusedWithAllItsProblems() {
        assertThatThrownBy(() -> with("broken"))
                .isInstanceOfSatisfying(ContentException.class, broken -> assertThat(broken.problems())
                        .containsExactlyInAnyOrder(
                                "overlay/settings.yaml: recent-truma-days names the setting 'recent-truma-days', which"
                                        + " is not known; did you mean 'recent-trauma-days'?",
                                "overlay/value-sets/ord-chiropractic-manipulation.yaml: codes.ward-order names the code"
                                        + " system 'ward-order', which is not known",
                                "overlay/spinal-manipulation-caution/card.yaml: status is 'quiet'; it must be one of on,"
                                        + " silent, off",
                                "overlay/spinal-manipulation-caution/card.yaml: sorce is not known here; did you mean"
                                        + " 'source'?",
                                "overlay/notes.yaml: is not a file that is known here"));
    }

    @Test
    void aVignetteOfTheSiteTakesThePlaceOfTheShippedOneWithItsTitle() {
        String shipped =
                """
                - {title: one, hook: patient-view, expect: silent}
                - {title: two, hook: patient-view, expect: silent}
                """;
        String site =
                """
                - {title: three, hook: patient-view, expect: silent}
                - {title: one, hook: patient-view, expect: undetermined}
                """;
        String path = "spinal-manipulation-caution/vignettes.yaml";
        Content content = Content.load(
                SHIPPED.with(path, shipped).under(new ContentFiles(new java.util.TreeMap<>()).with(path, site)));
        assertThat(VignetteFiles.read(content).stream()
                        .filter(vignette -> vignette.card().equals("spinal-manipulation-caution"))
                        .map(vignette -> vignette.title() + " " + vignette.expect()))
                .containsExactly("one undetermined", "two silent", "three silent");
    }
}
