package org.cervicalcds.engine.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;

/** Suggestions of which any two exclude each other come as {@code at-most-one} (CDSH-CARD-7). */
class SelectionBehaviorTest {
    private static final String RISK = "as-cervical-fracture-risk";
    private static final String FILM = "radiograph-cannot-exclude-fracture";
    private static final String RELAXANT = "muscle-relaxant-duration";
    private static final Content CONTENT = Content.load(
            ContentFiles.in(Path.of("cds-cards"))
                    .with(
                            RISK + "/vignettes.yaml",
                            """
                            - title: fall and pain
                              hook: patient-view
                              patient: {born: 1963-02-01}
                            %1$s  expect: critical
                            - title: fall, pain and tetraplegia
                              hook: patient-view
                              patient: {born: 1963-02-01}
                            %1$s    - {code: icd-10-cm|G82.50, onset: 2025-06-14}
                              expect: critical
                            """
                                    .formatted(Vignettes.FALL))
                    .with(
                            FILM + "/vignettes.yaml",
                            """
                            - title: a film after a fall
                              hook: order-sign
                              patient: {born: 1963-02-01}
                            %s  drafts:
                                - {code: cpt|72040}
                              expect: critical
                            """
                                    .formatted(Vignettes.FALL))
                    .with(
                            RELAXANT + "/vignettes.yaml",
                            """
                    - title: one long order
                      hook: order-sign
                      patient: {born: 1983-02-01}
                      drafts:
                        - {code: rxnorm|21949, display: cyclobenzaprine, days: 60}
                      expect: warning
                    - title: two long orders
                      hook: order-sign
                      patient: {born: 1983-02-01}
                      drafts:
                        - {code: rxnorm|21949, display: cyclobenzaprine, days: 60}
                        - {code: rxnorm|21949, display: cyclobenzaprine, days: 40}
                      expect: warning
                    """));

    private static Card card(String title) {
        Vignette vignette = Vignettes.titled(CONTENT, title);
        return new VignettePlayer(CONTENT)
                .evaluate(vignette).cards().stream()
                        .filter(one -> one.id().equals(vignette.card()))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<String> labels(Card card) {
        return card.suggestions().stream().map(Suggestion::label).toList();
    }

    @Test
    void twoComputedTomogramsThatCoverTheSameNeckExcludeEachOther() {
        Card card = card("fall and pain");
        assertThat(labels(card)).containsExactly("Order CT of the cervical spine, stat", "Order CT of the whole spine");
        assertThat(card.selectionBehavior()).isEqualTo("at-most-one");
    }

    @Test
    void magneticResonanceBesideThemCanBeTakenToo() {
        Card card = card("fall, pain and tetraplegia");
        assertThat(labels(card)).contains("Order CT of the whole spine", "Order MRI of the cervical spine");
        assertThat(card.selectionBehavior()).isEqualTo("any");
    }

    @Test
    void addingAnOrderAndReplacingAFilmWithItExcludeEachOther() {
        Card card = card("a film after a fall");
        assertThat(labels(card)).hasSize(2);
        assertThat(card.selectionBehavior()).isEqualTo("at-most-one");
    }

    @Test
    void shorteningAnOrderAndRemovingItExcludeEachOther() {
        Card card = card("one long order");
        assertThat(labels(card)).hasSize(2);
        assertThat(card.selectionBehavior()).isEqualTo("at-most-one");
    }

    @Test
    void whatIsDoneToTwoOrdersDoesNot() {
        Card card = card("two long orders");
        assertThat(labels(card)).hasSize(4);
        assertThat(card.selectionBehavior()).isEqualTo("any");
    }
}
