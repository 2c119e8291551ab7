package org.cervicalcds.workbench.cardbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.content.vignettes.VignetteResult;
import org.cervicalcds.pages.Labels;
import org.cervicalcds.pages.Templates;
import org.jspecify.annotations.Nullable;

/** The card content as one HTML page without scripts: what a clinician reads, prints and signs. */
public final class CardBook {
    private static final String STYLE = "card-book.css";

    private final Content content;
    private final @Nullable Content before;
    private final Map<String, List<VignetteResult>> played = new LinkedHashMap<>();

    /**
     * Plays all vignettes.
     *
     * @throws org.cervicalcds.content.files.ContentException where the vignettes cannot be read
     */
    public CardBook(Content content) {
        this(content, null);
    }

    /**
     * Plays all vignettes.
     *
     * @param before content of which each card tells what has changed since; null for none
     * @throws org.cervicalcds.content.files.ContentException where the vignettes cannot be read
     */
    public CardBook(Content content, @Nullable Content before) {
        this.content = content;
        this.before = before;
        VignettePlayer player = new VignettePlayer(content);
        for (Vignette vignette : VignetteFiles.read(content)) {
            played.computeIfAbsent(vignette.card(), card -> new ArrayList<>()).add(player.play(vignette));
        }
    }

    /**
     * For a page served by the service: the style is a file of its own beside it.
     *
     * @param labels the book's own words
     * @param language that stands open beside the English, also on paper (ISO 639); null for none
     */
    public String served(Labels labels, @Nullable String language) {
        return page(labels, language, null);
    }

    /**
     * For a file that stands alone: the style is inside.
     *
     * @param labels the book's own words
     * @param language that stands open beside the English, also on paper (ISO 639); null for none
     */
    public String standalone(Labels labels, @Nullable String language) {
        try (InputStream style = CardBook.class.getResourceAsStream("/static/" + STYLE)) {
            if (style == null) {
                throw new IllegalStateException(STYLE + " is not in the jar");
            }
            return page(labels, language, new String(style.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE + " cannot be read", e);
        }
    }

    private String page(Labels labels, @Nullable String language, @Nullable String style) {
        FindingWords words = new FindingWords(content);
        List<CardPage> cards = content.deck().definitions().stream()
                .map(card -> new CardPage(
                        content, before, card, played.getOrDefault(card.id(), List.of()), words, labels, language))
                .toList();
        return Templates.html(
                "cardbook.jte",
                new BookPage(
                        labels,
                        language,
                        style,
                        content.translations().words().keySet().stream()
                                .sorted()
                                .toList(),
                        content.unsignedCards().size(),
                        content.cardsOn(),
                        cards,
                        new Appendix(content, words, labels)));
    }
}
