package org.cervicalcds.workbench.cardbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardWords;
import org.cervicalcds.engine.cards.Template;
import org.jspecify.annotations.Nullable;

/** What a card says in each language, beside the English, for who signs it. */
final class TranslatedTexts {
    private final Content content;
    private final @Nullable String open;
    private final Html html;

    /** @param open the language that stands open; null for none */
    TranslatedTexts(Content content, @Nullable String open, Html html) {
        this.content = content;
        this.open = open;
        this.html = html;
    }

    void write(CardDefinition card) {
        Map<String, CardWords> languages = new TreeMap<>();
        content.translations().words().forEach((language, cards) -> {
            CardWords words = cards.get(card.id());
            if (words != null) {
                languages.put(language, words);
            }
        });
        if (languages.isEmpty()) {
            return;
        }
        html.element("h3", "In other languages");
        html.element(
                "p",
                "No native speaker and no clinician has checked these translations. Each language is signed for itself.",
                "class",
                "note");
        Collection<Template> texts = texts(card).values();
        languages.forEach((language, words) -> {
            String name = Locale.forLanguageTag(language).getDisplayLanguage(Locale.ENGLISH);
            String state = content.signOff(card.id(), language) == SignOff.State.SIGNED ? "signed" : "not signed";
            if (language.equals(open)) {
                html.open("details", "open", "");
            } else {
                html.open("details");
            }
            html.element("summary", name + " (" + state + ")");
            html.open("p", "class", "note")
                    .text("Content hash in " + name + ": ")
                    .open("code");
            html.text(String.valueOf(content.translations().hash(language, card.id())))
                    .end("code")
                    .close("p");
            html.open("table").open("thead").open("tr");
            html.element("th", "English", "scope", "col").element("th", name, "scope", "col");
            html.close("tr").close("thead").open("tbody");
            for (Template text : texts) {
                html.open("tr");
                html.open("td").safe(DetailText.template(text.toString())).close("td");
                html.open("td", "lang", language)
                        .safe(DetailText.template(words.of(text).toString()))
                        .close("td");
                html.close("tr");
            }
            html.close("tbody").close("table").close("details");
        });
    }

    /** By themselves, so that what is said twice stands once. */
    private static Map<String, Template> texts(CardDefinition card) {
        List<Template> all = new ArrayList<>();
        card.tiers().forEach(tier -> {
            all.add(tier.summary());
            tier.says().forEach(line -> all.add(line.text()));
        });
        card.detail().forEach(line -> all.add(line.text()));
        card.suggestions().forEach(suggestion -> all.add(suggestion.label()));
        Map<String, Template> texts = new LinkedHashMap<>();
        all.forEach(text -> texts.putIfAbsent(text.toString(), text));
        return texts;
    }
}
