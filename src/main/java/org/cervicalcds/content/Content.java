package org.cervicalcds.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.content.cards.EvidenceStatement;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.engine.CardContent;
import org.cervicalcds.engine.ClinicalRules;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.findings.FindingCatalogue;
import org.cervicalcds.engine.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/**
 * The card content, checked and compiled.
 *
 * @param contentHashes of everything written that decides a card, by card id
 * @param hashes of that and of the engine's clinical rules: what is signed
 * @param signOffs by card id, and by {@code id/language} for what a card says in another language; of what was ever signed
 * @param translations what the cards say in other languages
 * @param text the content as it was written
 * @param files what it was read from
 */
public record Content(
        Terminology terminology,
        ContentSettings settings,
        FindingCatalogue findings,
        Map<String, EvidenceStatement> evidence,
        CardDeck deck,
        List<CdsService> services,
        Map<String, String> contentHashes,
        Map<String, String> hashes,
        Map<String, SignOff> signOffs,
        Translations translations,
        ContentText text,
        ContentFiles files)
        implements CardContent {

    /**
     * Reads and checks all files. What is laid over them is checked only where they are sound by themselves, so that every problem told
     * under {@code overlay/} is the site's own.
     *
     * @throws ContentException with all problems, where there are any
     */
    public static Content load(ContentFiles files) {
        Content shipped = new ContentLoader(new ContentFiles(files.texts())).load();
        return files.overlay().isEmpty() ? shipped : new ContentLoader(files).load();
    }

    @Override
    public ZoneId zone() {
        return settings.zone();
    }

    /** Whether the card is signed as it is now. */
    public SignOff.State signOff(String card) {
        return state(signOffs.get(card), hashes.get(card));
    }

    /** Whether what the card says in a language is signed as it is now. */
    public SignOff.State signOff(String card, String language) {
        return state(signOffs.get(card + "/" + language), translations.hash(language, card));
    }

    /** Whether what another content has of a card is what was signed, under these or earlier clinical rules. */
    public boolean wasSignedIn(Content before, String card) {
        SignOff signOff = signOffs.get(card);
        String content = before.contentHashes.get(card);
        return signOff != null
                && content != null
                && (signOff.hash().equals(before.hashes.get(card))
                        || CardHashes.rulesOf(signOff.hash(), content, ClinicalRules.VERSION) > 0);
    }

    /** The version of the clinical rules that a changed card was signed under, where nothing else has changed since; 0 where something has. */
    public int signedUnderRules(String card) {
        SignOff signOff = signOffs.get(card);
        return signOff == null || signOff(card) != SignOff.State.CHANGED
                ? 0
                : CardHashes.rulesOf(signOff.hash(), String.valueOf(contentHashes.get(card)), ClinicalRules.VERSION);
    }

    private static SignOff.State state(@Nullable SignOff signOff, @Nullable String hash) {
        if (signOff == null) {
            return SignOff.State.UNSIGNED;
        }
        return signOff.hash().equals(hash) ? SignOff.State.SIGNED : SignOff.State.CHANGED;
    }

    /** Ids of the cards that are on and not signed as they are now, whether or not they are kept back for it. */
    public List<String> unsignedCards() {
        List<String> unsigned = new ArrayList<>();
        for (CardDefinition card : deck.definitions()) {
            if (isOn(card) && signOff(card.id()) != SignOff.State.SIGNED) {
                unsigned.add(card.id());
            }
        }
        return unsigned;
    }

    /** How many cards are on, signed or not. */
    public long cardsOn() {
        return deck.definitions().stream().filter(Content::isOn).count();
    }

    /** It would be shown, but for a signature that may be missing. */
    private static boolean isOn(CardDefinition card) {
        return card.on() || card.showing() == CardStatus.UNSIGNED;
    }

    /** The same content, in which cards that are not signed as they are now are evaluated but not shown; in an unsigned language they are English. */
    public Content withUnsignedKeptBack() {
        CardDeck kept = deck;
        for (String id : unsignedCards()) {
            CardDefinition card = deck.card(id);
            kept = card == null ? kept : kept.with(card.with(CardStatus.UNSIGNED));
        }
        Translations signed = translations.only((language, card) -> signOff(card, language) == SignOff.State.SIGNED);
        return new Content(
                terminology,
                settings,
                findings,
                evidence,
                kept.speaking(signed.words()),
                services,
                contentHashes,
                hashes,
                signOffs,
                signed,
                text,
                files);
    }

    /** SHA-256 over the hashes of all cards: the same as long as nothing that decides any card changes. */
    @Override
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(new TreeMap<>(hashes).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every override reason that some card offers. */
    public Set<OverrideReason> overrideReasons() {
        Set<OverrideReason> reasons = new LinkedHashSet<>();
        deck.definitions().forEach(card -> reasons.addAll(card.overrideReasons()));
        return reasons;
    }
}
