package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing in the content is there for nothing: whatever is taken away or moved by the smallest step, some vignette notices ({@link Mutations}).
 * What none can notice is listed with its reason; for anything else a vignette is to be written.
 */
@Tag("long")
class ContentMutationsTest {
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(FILES);
    private static final List<Vignette> VIGNETTES = VignetteFiles.read(CONTENT);

    /** What no vignette can notice, each with its reason. */
    private static final Set<String> EXEMPT = Set.of(
            // switches of the site, which a vignette cannot flip; they are flipped below and in RelaxantWordsTest
            "as-cervical-fracture-risk tiers[14].when as-info-wanted",
            "beers-line-applies without beers-line-shown",
            // numbers of what was shown before, in ShippedSnoozesTest, and of a text too long for a vignette, in
            // ReportLengthTest
            "as-info-repeat-days: 364",
            "as-info-repeat-days: 366",
            "assessed-days: 6",
            "assessed-days: 8",
            "report-text-max: 199999",
            "report-text-max: 200001",
            // the specification names it; what is not so was told by a tier above, under the same conditions
            "as-cervical-fracture-risk tiers[13].when neck-cleared",
            "as-cervical-fracture-risk tiers[6].when neck-imaged",
            "mri-for-root-or-cord-signs tiers[5].unless cord-disease-new",
            "neck-pain-red-flags tiers[22].when calm-stiff-neck",
            "fragile-neck-grade-2 without fragile-neck-grade-1",
            "suspected-rigid without rigid-neck",
            "injury-of-mobile-neck without rigid-neck",
            "injury-pain-deficit-or-fracture without cervical-fracture-now",
            // every line of card 8 from warning on rests on a red flag, and the red flags silence these cards already
            "mri-incidental-findings tiers[0].unless red-flag-card-urgent",
            "mri-incidental-findings tiers[1].unless red-flag-card-urgent",
            "straight-spine-is-not-spasm tiers[0].unless red-flag-card-urgent",
            // a stiff neck with fever is a meningitis pattern, which is critical
            "afebrile without fever",
            // every user of dynamic-danger asks for a rigid or suspect spine anyway
            "deficit-in-rigid-spine without rigid",
            // another part of the same finding, or of one beside it, holds whenever this one does
            "cancer-of-now without spine-cancer",
            "cord-disease-change without gait-new",
            "cord-disease-change without sphincter-trouble-recent",
            "rheumatoid-neck-sign without gait-new",
            "sign-before-thrust without cranial-sign-new",
            "red-flag-besides-injury without long-term-steroid",
            "red-flag-besides-injury without neuro-deficit",
            "several-meningitis-signs without neck-stiff",
            "neck-pain-or-stiffness without neck-stiff",
            "pain-after-seizure without neck-sign-after-seizure",
            "deficit-cleared-in-mobile-neck without neuro-deficit",
            "deficit-cleared-in-rigid-neck without neuro-deficit",
            "deficit-cleared-in-rigid-neck without rigid-neck-or-suspected",
            "neck-mri-done-after-deficit without neuro-deficit",
            "film-for-known-repair without fracture-or-fusion");

    private static final Mutations MUTATIONS = new Mutations(CONTENT, VIGNETTES);
    private static final Collection<CardDefinition> CARDS = CONTENT.deck().definitions();

    @Test
    void everyLineOfEveryTierIsNeeded() {
        assertNeeded("lines that no vignette needs", MUTATIONS.lines(CARDS));
    }

    @Test
    void everyTierOfEveryHookIsNeeded() {
        assertNeeded("tiers that no vignette needs", MUTATIONS.tiers(CARDS));
    }

    @Test
    void everyPartOfEveryComposedFindingIsNeeded() {
        assertNeeded("parts of findings that no vignette needs", MUTATIONS.parts(CARDS));
    }

    @Test
    void everyNumberOfTheSettingsMatters() {
        assertNeeded("numbers that no vignette notices", MUTATIONS.numbers(CARDS));
    }

    @Test
    void aCardOfItsOwnIsCheckedAlone() {
        CardDefinition card = Objects.requireNonNull(CONTENT.deck().card("cervical-dystonia-referral"));
        Mutations without = new Mutations(
                CONTENT,
                VIGNETTES.stream()
                        .filter(vignette -> !vignette.card().equals(card.id()))
                        .toList());

        assertThat(MUTATIONS.lines(List.of(card))).isEmpty();
        assertThat(without.lines(List.of(card))).isNotEmpty().allMatch(line -> line.startsWith(card.id() + " tiers["));
    }

    @Test
    void everySwitchOfTheSettingsMatters() {
        String settings = Objects.requireNonNull(FILES.texts().get("settings.yaml"));
        for (String name : List.of("as-info-enabled", "cpt-codes-enabled", "beers-line")) {
            String changed = settings.replaceFirst("(?m)^" + name + ": true", name + ": false");
            assertThat(changed).isNotEqualTo(settings);
            Content content = Content.load(FILES.with("settings.yaml", changed));
            VignettePlayer player = new VignettePlayer(content);
            assertThat(VIGNETTES).as(name).anyMatch(vignette -> !player.faults(vignette)
                    .isEmpty());
        }
    }

    private static void assertNeeded(String what, List<String> needless) {
        assertThat(needless).as(what).filteredOn(name -> !EXEMPT.contains(name)).isEmpty();
    }
}
