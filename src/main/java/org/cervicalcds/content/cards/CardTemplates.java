package org.cervicalcds.content.cards;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.engine.words.Template;

/** Reads the texts of cards; a place that is the name of a setting says its number, so that words follow the settings. */
public final class CardTemplates {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)}");

    private final ContentSettings settings;

    /** As written, by what became of it. */
    private final Map<String, String> written = new HashMap<>();

    CardTemplates(ContentSettings settings) {
        this.settings = settings;
    }

    Template parse(String text) {
        Template template = new MessageText(Locale.ENGLISH).template(filled(text));
        written.put(template.toString(), text.strip());
        return template;
    }

    /** The text of a template as it stands in its file, with the names of settings in it. */
    public String written(Template template) {
        return written.getOrDefault(template.toString(), template.toString());
    }

    public String filled(String text) {
        return PLACE.matcher(text).replaceAll(found -> {
            BigDecimal number = settings.number(found.group(1));
            return Matcher.quoteReplacement(number == null ? found.group() : number.toPlainString());
        });
    }

    /** The places of a text, settings among them. */
    static Set<String> places(String text) {
        Set<String> places = new LinkedHashSet<>();
        Matcher found = PLACE.matcher(text);
        while (found.find()) {
            places.add(found.group(1));
        }
        return places;
    }
}
