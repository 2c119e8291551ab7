package org.cervicalcds.workbench.cardbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Played;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** The card content as one HTML page without scripts: what a clinician reads, prints and signs. */
public final class CardBook {
    private static final String STYLE = "card-book.css";

    private final Content content;
    private final @Nullable Content before;
    private final Map<String, List<Played>> played = new LinkedHashMap<>();

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
            played.computeIfAbsent(vignette.card(), card -> new java.util.ArrayList<>())
                    .add(player.play(vignette));
        }
    }

    /**
     * For a page served by the service: the style is a file of its own beside it.
     *
     * @param language that stands open beside the English, also on paper (ISO 639); null for none
     */
    public String served(@Nullable String language) {
        return page(
                language,
                "<link rel=\"icon\" href=\"favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\""
                        + STYLE + "\">",
                "<a href=\"./\">Workbench</a>" + languages());
    }

    /**
     * For a file that stands alone: the style is inside.
     *
     * @param language that stands open beside the English, also on paper (ISO 639); null for none
     */
    public String standalone(@Nullable String language) {
        try (InputStream style = CardBook.class.getResourceAsStream("/static/" + STYLE)) {
            if (style == null) {
                throw new IllegalStateException(STYLE + " is not in the jar");
            }
            return page(
                    language, "<style>\n" + new String(style.readAllBytes(), StandardCharsets.UTF_8) + "</style>", "");
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE + " cannot be read", e);
        }
    }

    private String languages() {
        return content.translations().words().keySet().stream()
                .sorted()
                .map(code -> " · <a href=\"card-book?language=" + code + "\">"
                        + Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH) + " beside the English</a>")
                .collect(Collectors.joining());
    }

    private String page(@Nullable String language, String style, String back) {
        Html html = new Html();
        html.safe("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>Cervical CDS: card book</title>\n" + style + "\n</head>\n<body>\n<main>\n");
        if (!back.isEmpty()) {
            html.open("nav", "class", "back").safe(back).close("nav");
        }
        front(html);
        FindingWords words = new FindingWords(content);
        TranslatedTexts translations = new TranslatedTexts(content, language, html);
        SignedBefore changes = new SignedBefore(content, before, html);
        for (CardDefinition card : content.deck().definitions()) {
            new CardPage(content, card, playedOf(card), words, translations, changes, html).write();
        }
        new Appendix(content, words, html).write();
        html.safe("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private List<Played> playedOf(CardDefinition card) {
        return played.getOrDefault(card.id(), List.of());
    }

    private void front(Html html) {
        html.open("header").element("h1", "Cervical CDS: card book");
        html.element(
                "p",
                "Every card of the service: when it speaks, when it stays silent, what it says and on what it rests."
                        + " Made from the content that the service answers with; nothing here is written twice.");
        int unsigned = content.unsignedCards().size();
        if (unsigned > 0) {
            html.element(
                    "p",
                    unsigned + " of " + content.cardsOn()
                            + " cards that are on have not been signed by a clinician as they are now.",
                    "class",
                    "warning-note");
        }
        html.open("table", "class", "contents", "id", "contents");
        html.safe("<thead><tr><th>Card</th><th>Tiers</th><th>State</th><th>Vignettes</th></tr></thead>\n<tbody>\n");
        for (CardDefinition card : content.deck().definitions()) {
            html.open("tr")
                    .open("td")
                    .link("#card-" + card.id(), card.position() + ". " + card.title())
                    .close("td");
            html.open("td");
            card.tiers().stream()
                    .map(tier -> tier.indicator().code())
                    .distinct()
                    .forEach(code -> html.span("indicator " + code, code).text(" "));
            html.close("td");
            html.element("td", SignatureLine.showing(card) + "; " + SignatureLine.state(content, card.id()));
            List<Played> all = playedOf(card);
            long faulty = all.stream().filter(one -> !one.faults().isEmpty()).count();
            html.element("td", all.size() + (faulty == 0 ? "" : ", of which " + faulty + " do not hold"));
            html.close("tr");
        }
        html.safe("</tbody>\n").close("table").close("header");
    }
}
