package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A signature holds for a card as it was signed, and for nothing else. */
@Tag("long")
class SignOffTest {
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));
    private static final Map<String, String> HASHES = Content.load(SHIPPED).hashes();
    private static final String MASSAGE = "deep-massage-caution";
    private static final String STRAIGHT = "straight-spine-is-not-spasm";

    private static ContentFiles changed(String path, String from, String to) {
        String text = Objects.requireNonNull(SHIPPED.texts().get(path));
        assertThat(text).contains(from);
        return SHIPPED.with(path, text.replace(from, to));
    }

    private static boolean keeps(String card, ContentFiles files) {
        return Objects.equals(Content.load(files).hashes().get(card), HASHES.get(card));
    }

    private static String line(String card, String hash) {
        return card + ": {hash: " + hash + ", name: B. Clinician, role: rheumatologist, date: 2026-11-21}\n";
    }

    @Test
    void everyCardHasAHashOfItsOwn() {
        assertThat(HASHES.values()).doesNotHaveDuplicates().allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        assertThat(Content.load(SHIPPED).hashes()).isEqualTo(HASHES);
    }

    @Test
    void aChangeAnywhereThatMattersBreaksTheSignature() {
        assertThat(keeps(
                        MASSAGE, changed(MASSAGE + "/card.yaml", "Gentle technique or exercise.", "Gentle technique.")))
                .as("words")
                .isFalse();
        assertThat(keeps(MASSAGE, changed("findings/spine.yaml", "any-of: [dish, ankylosis]", "any-of: [dish]")))
                .as("a finding far below")
                .isFalse();
        assertThat(keeps(MASSAGE, changed("value-sets/dx-fall.yaml", "\"W19\"", "\"W20\"")))
                .as("a code")
                .isFalse();
        assertThat(keeps(MASSAGE, changed("settings.yaml", "recent-trauma-days: 90", "recent-trauma-days: 91")))
                .as("a setting")
                .isFalse();
        assertThat(keeps(MASSAGE, changed("phrases.yaml", "- rolfing", "- rolfings")))
                .as("a phrase")
                .isFalse();
        assertThat(keeps(MASSAGE, changed("override-reasons.yaml", "Gentle technique only,", "Gentle only,")))
                .as("an override reason")
                .isFalse();
        assertThat(keeps(MASSAGE, changed("evidence.yaml", "EV-38:\n  citation: \"", "EV-38:\n  citation: \"See ")))
                .as("evidence")
                .isFalse();
    }

    @Test
    void anOverlayThatMatchesOtherCodesBreaksEverySignature() {
        ContentFiles files = SHIPPED.withOverlaid("code-systems.yaml", "icd-10-cm: {matching: exact}\n");
        assertThat(HASHES.keySet()).noneMatch(card -> keeps(card, files));
    }

    @Test
    void anOverlayThatCountsNeckInjuriesElsewhereBreaksTheSignature() {
        ContentFiles files = SHIPPED.withOverlaid("value-sets/dx-neck-trauma.yaml", "body-region: false\n");
        assertThat(keeps("as-cervical-fracture-risk", files)).isFalse();
        assertThat(keeps("spinal-manipulation-caution", files)).isFalse();
    }

    @Test
    void anOverlayThatSnoozesCriticalCardsForTenYearsBreaksTheSignature() {
        ContentFiles files =
                SHIPPED.withOverlaid("override-reasons.yaml", "already-addressed: {critical-days: 3650}\n");
        Content content = Content.load(files);
        for (CardDefinition card : content.deck().definitions()) {
            boolean offers = card.overrideReasons().stream()
                    .anyMatch(reason -> reason.code().equals("already-addressed"));
            assertThat(keeps(card.id(), files)).as(card.id()).isEqualTo(!offers);
        }
        assertThat(keeps("as-cervical-fracture-risk", files)).isFalse();
    }

    @Test
    void theVersionOfTheClinicalRulesIsSigned() {
        String content = "0".repeat(64);
        Map<String, String> second = CardHashes.under(2, Map.of(MASSAGE, content));
        assertThat(second).isNotEqualTo(CardHashes.under(1, Map.of(MASSAGE, content)));
        String signed = String.valueOf(second.get(MASSAGE));
        assertThat(CardHashes.rulesOf(signed, content, 3))
                .as("only the rules changed since")
                .isEqualTo(2);
        assertThat(CardHashes.rulesOf(signed, "1".repeat(64), 3))
                .as("the content changed, too")
                .isZero();
    }

    @Test
    void theOrderOfTheTextsOfAWordMatters() {
        ContentFiles files = changed(
                MASSAGE + "/card.yaml",
                "      osteoporosis: osteoporosis\n      atlantoaxial-instability: unstable upper neck\n",
                "      atlantoaxial-instability: unstable upper neck\n      osteoporosis: osteoporosis\n");
        assertThat(keeps(MASSAGE, files)).isFalse();
    }

    @Test
    void whatDoesNotMatterLeavesTheSignature() {
        assertThat(keeps(MASSAGE, changed(MASSAGE + "/card.yaml", "position: 3", "# third\nposition:    3")))
                .as("a comment and a blank")
                .isTrue();
        assertThat(keeps(
                        MASSAGE,
                        changed(MASSAGE + "/card.yaml", "position: 3\nstatus: on", "status: silent\nposition: 3")))
                .as("order of keys, and being silent")
                .isTrue();
        assertThat(keeps(MASSAGE, changed(MASSAGE + "/card.yaml", "review:\n", "review:\n  reviewed: 2026-11-01\n")))
                .as("that it was reviewed")
                .isTrue();
        assertThat(keeps(
                        STRAIGHT,
                        changed(MASSAGE + "/card.yaml", "Gentle technique or exercise.", "Gentle technique.")))
                .as("another card")
                .isTrue();
        assertThat(keeps(STRAIGHT, changed("settings.yaml", "dxa-lookback-days: 730", "dxa-lookback-days: 731")))
                .as("a setting of other cards")
                .isTrue();
    }

    @Test
    void cardsThatAreNotSignedAsTheyAreNowAreKeptBack() {
        Content content = Content.load(SHIPPED.with(
                        "sign-off.yaml",
                        line(MASSAGE, Objects.requireNonNull(HASHES.get(MASSAGE))) + line(STRAIGHT, "0".repeat(64))))
                .withUnsignedKeptBack();
        assertThat(content.signOff(MASSAGE)).isEqualTo(SignOff.State.SIGNED);
        assertThat(content.signOff(STRAIGHT)).isEqualTo(SignOff.State.CHANGED);
        assertThat(content.signOff("spinal-manipulation-caution")).isEqualTo(SignOff.State.UNSIGNED);
        assertThat(showing(content, MASSAGE)).isEqualTo(CardStatus.ON);
        assertThat(showing(content, STRAIGHT)).isEqualTo(CardStatus.UNSIGNED);
        assertThat(showing(content, "spinal-manipulation-caution")).isEqualTo(CardStatus.UNSIGNED);
    }

    private static CardStatus showing(Content content, String card) {
        return Objects.requireNonNull(content.deck().card(card)).showing();
    }

    @Test
    void aSignatureIsReadStrictly() {
        ContentFiles files = SHIPPED.with(
                "sign-off.yaml",
                """
                deep-masage-caution: {hash: abc, name: B. Clinician, role: rheumatologist, date: today}
                straight-spine-is-not-spasm:
                  hash: %s
                  name: cervical cds founders
                  role: author
                  date: 2026-11-21
                  mood: fine
                """
                        .formatted("0".repeat(64)));
        assertThat(Objects.requireNonNull(catchThrowableOfType(ContentException.class, () -> Content.load(files)))
                        .problems())
                .containsExactlyInAnyOrder(
                        "sign-off.yaml: deep-masage-caution.hash must be 64 hexadecimal digits, as the command 'hashes'"
                                + " prints them",
                        "sign-off.yaml: deep-masage-caution.date must be a date like 2026-11-21",
                        "sign-off.yaml: deep-masage-caution names the card 'deep-masage-caution', which is not known; did"
                                + " you mean 'deep-massage-caution'?",
                        "sign-off.yaml: straight-spine-is-not-spasm.name is the author of the card, who cannot sign it",
                        "sign-off.yaml: straight-spine-is-not-spasm.mood is not known here; known are hash, name, role,"
                                + " date, languages");
    }
}
