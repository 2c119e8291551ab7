package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.cards.Suggestion;
import org.cervicalcds.engine.cards.SummaryLength;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.testkit.Vignettes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cards in other languages: whole, in their length, with days as people write them; what is not whole is English. */
class TranslationsTest {
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(SHIPPED);
    private static final List<Vignette> VIGNETTES = VignetteFiles.read(CONTENT);

    /** Words of English sentences; names of drugs, publications and of codes in a record are the same in all languages. */
    private static final Pattern ENGLISH = Pattern.compile(
            "(?i)\\b(the|with|without|and|or|not|is|are|of|by|from|neck|spine|order|since|reports|found|days|record)\\b");

    private static Chart chart(String card, String title) {
        return new VignettePlayer(CONTENT).chart(Vignettes.titled(CONTENT, card, title));
    }

    private static Card card(Content content, String card, String title, String language) {
        return answer(content.deck().withCardOn(card), chart(card, title), language).stream()
                .filter(one -> one.id().equals(card))
                .findFirst()
                .orElseThrow();
    }

    private static List<Card> answer(CardDeck deck, Chart chart, String language) {
        return deck.answer(chart, Suppressor.NONE, Locale.forLanguageTag(language))
                .cards();
    }

    @Test
    void aCardIsGermanFromItsSummaryToItsReasons() {
        Card card = card(CONTENT, "as-cervical-fracture-risk", "V1: fall with fused AS", "de-AT");
        assertThat(card.language()).isEqualTo(Locale.GERMAN);
        assertThat(card.summary())
                .isEqualTo("AS, Sturz 13. Juni, Nackenschmerz 13. Juni: wie eine HWS-Fraktur behandeln, bis ein CT sie"
                        + " ausschließt.");
        assertThat(card.detail()).contains("seit 2001", "13.06.2025", "Nur ein Hinweis;");
        assertThat(card.suggestions())
                .extracting(Suggestion::label)
                .contains("CT der HWS anordnen, sofort", "CT der ganzen Wirbelsäule anordnen");
        assertThat(card.overrideReasons())
                .extracting(OverrideReason::display)
                .contains("Untersucht, keine Bildgebung nötig");
        assertThat(card.source().label()).startsWith("Wirbelfrakturen bei");
    }

    /** The card of every vignette, in the language: no English word is left, and no summary is too long. */
    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr"})
    void noCardMixesLanguages(String language) {
        VignettePlayer player = new VignettePlayer(CONTENT);
        Map<String, String> mixed = new TreeMap<>();
        Set<String> whole = Objects.requireNonNull(
                        CONTENT.translations().words().get(language))
                .keySet();
        for (Vignette vignette : VIGNETTES) {
            if (!whole.contains(vignette.card())) {
                continue;
            }
            for (Card card : answer(CONTENT.deck().withCardOn(vignette.card()), player.chart(vignette), language)) {
                if (!whole.contains(card.id())) {
                    continue;
                }
                assertThat(card.summary()).hasSizeLessThan(SummaryLength.LIMIT);
                assertThat(card.language().getLanguage()).isEqualTo(language);
                // What a vignette's record says is English, and stands as it came.
                StringBuilder said = new StringBuilder(card.summary());
                said.append('\n').append(card.detail().replaceAll("(?m)^\\*\\*.*$", ""));
                card.overrideReasons().forEach(reason -> said.append('\n').append(reason.display()));
                for (Suggestion suggestion : card.suggestions()) {
                    said.append('\n').append(suggestion.label());
                    suggestion.actions().forEach(action -> said.append('\n').append(words(action)));
                }
                Matcher english = ENGLISH.matcher(said);
                while (english.find()) {
                    if (!isOfTheRecord(vignette, said.toString(), english.start())) {
                        mixed.put(english.group(), vignette + ": " + said);
                    }
                }
            }
        }
        assertThat(mixed).isEmpty();
    }

    private static String words(Action action) {
        if (action instanceof Action.Create create) {
            return create.description() + "\n" + create.note();
        }
        return action instanceof Action.Update update ? update.description() : ((Action.Delete) action).description();
    }

    private static boolean isOfTheRecord(Vignette vignette, String said, int at) {
        int from = at;
        while (from > 0 && !Character.isWhitespace(said.charAt(from - 1))) {
            from--;
        }
        int to = at;
        while (to < said.length() && !Character.isWhitespace(said.charAt(to))) {
            to++;
        }
        String around = said.substring(from, to).replaceAll("[.,:;…]$", "");
        if (around.equals("C-Spine")) {
            return true; // the name of the rule
        }
        return new String(vignette.request(), StandardCharsets.UTF_8).contains(around);
    }

    @Test
    void anotherLanguageAndAnUnsignedOneAreEnglish() {
        Card card = card(CONTENT, "as-cervical-fracture-risk", "V1: fall with fused AS", "nl");
        assertThat(card.language()).isEqualTo(Locale.ENGLISH);
        assertThat(card.summary()).startsWith("AS, fall 13 Jun");
        assertThat(CONTENT.withUnsignedKeptBack().translations().words().values())
                .allMatch(Map::isEmpty);
    }

    @Test
    void aChangedEnglishSentenceMakesItsTranslationStaleAndTheCardEnglish() {
        String file = "deep-massage-caution/card.yaml";
        String text = Objects.requireNonNull(SHIPPED.texts().get(file));
        Content changed =
                Content.load(SHIPPED.with(file, text.replace("Clinical caution, no study.", "Caution, but no study.")));
        TranslationStatus status = changed.translations().status().stream()
                .filter(one -> one.file().equals("deep-massage-caution/de.po"))
                .findFirst()
                .orElseThrow();
        assertThat(status.stale()).contains("Clinical caution, no study.");
        assertThat(status.missing()).contains("Caution, but no study.");
        assertThat(changed.translations().words().get("de")).doesNotContainKey("deep-massage-caution");
    }

    @Test
    void aSignatureUnderALanguageEndsWithItsWords() {
        String hash = CONTENT.translations().hash("de", "deep-massage-caution");
        String card = CONTENT.hashes().get("deep-massage-caution");
        String signature =
                """
                deep-massage-caution:
                  hash: %s
                  name: B. Clinician
                  role: rheumatologist
                  date: 2026-11-21
                  languages:
                    de:
                      hash: %s
                      name: C. Ärztin
                      role: Rheumatologin
                      date: 2026-11-22
                """
                        .formatted(card, hash);
        Content signed = Content.load(SHIPPED.with("sign-off.yaml", signature));
        assertThat(signed.withUnsignedKeptBack().translations().words().get("de"))
                .containsOnlyKeys("deep-massage-caution");
        String words = Objects.requireNonNull(SHIPPED.texts().get("deep-massage-caution/de.po"));
        Content changed = Content.load(SHIPPED.with("sign-off.yaml", signature)
                .with("deep-massage-caution/de.po", words.replace("keine Studie", "ohne Studie")));
        assertThat(changed.signOff("deep-massage-caution")).isEqualTo(SignOff.State.SIGNED);
        assertThat(changed.signOff("deep-massage-caution", "de")).isEqualTo(SignOff.State.CHANGED);
        Content renamed = Content.load(SHIPPED.with("sign-off.yaml", signature)
                .withOverlaid("value-sets/obs-phq9.yaml", "title: Another title"));
        assertThat(renamed.signOff("deep-massage-caution", "de"))
                .as("names in other languages are looked for in all value sets")
                .isEqualTo(SignOff.State.CHANGED);
    }

    @Test
    void aTranslationThatLosesAFactOrIsNoMessageIsRefused() {
        ContentFiles broken = SHIPPED.with(
                "deep-massage-caution/de.po",
                """
                msgid "{dx}: ask for gentle technique, no deep or forceful massage."
                msgstr "Sanfte Technik verlangen."

                msgid "{deep-factor}: no deep or forceful massage of back and neck."
                msgstr "{deep-factor, plural, one {keine}}"
                msgid broken
                """);
        assertThatThrownBy(() -> Content.load(broken))
                .isInstanceOfSatisfying(ContentException.class, e -> assertThat(e.problems())
                        .hasSize(4)
                        .anyMatch(problem -> problem.contains("has the places [], and the English text [dx]"))
                        .anyMatch(problem -> problem.contains("is no message"))
                        .anyMatch(problem -> problem.contains("line 6 must be a text in quotes")));
    }

    @Test
    void aSiteTranslatesForItself() {
        ContentFiles site = new ContentFiles(new TreeMap<>())
                .with(
                        "deep-massage-caution/de.po",
                        """
                        msgid "Clinical caution, no study."
                        msgstr "Vorsicht nach Hausstandard."
                        """);
        Content content = Content.load(SHIPPED.under(site));
        assertThat(content.translations().words().get("de")).containsKey("deep-massage-caution");
        assertThat(content.translations().hash("de", "deep-massage-caution"))
                .isNotEqualTo(CONTENT.translations().hash("de", "deep-massage-caution"));
    }
}
