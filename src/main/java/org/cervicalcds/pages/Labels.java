package org.cervicalcds.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fixed words of the pages in one language. The English words are the keys; what has no translation stays English.
 *
 * @param language ISO 639
 * @param words translations by the English words
 */
public record Labels(String language, Map<String, String> words) {
    /** What the words are written in. */
    public static final Labels ENGLISH = new Labels("en", Map.of());

    /** Languages that the pages can be read in, English first. */
    public static final List<String> LANGUAGES = List.of("en", "de", "es", "fr");

    private static final Map<String, Labels> ALL = new LinkedHashMap<>();

    static {
        LANGUAGES.forEach(language -> ALL.put(language, read(language)));
    }

    private static Labels read(String language) {
        if (language.equals(ENGLISH.language)) {
            return ENGLISH;
        }
        String file = "/static/labels/" + language + ".json";
        try (InputStream json = Labels.class.getResourceAsStream(file)) {
            if (json == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            return new Labels(
                    language,
                    JsonMapper.shared().readValue(json, new TypeReference<LinkedHashMap<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** In this language; English where the pages are not translated to it, or none is named. */
    public static Labels in(@Nullable String language) {
        return language == null ? ENGLISH : ALL.getOrDefault(language, ENGLISH);
    }

    /**
     * In the first language that is wanted and that there is.
     *
     * @param wanted the value of {@code Accept-Language}; null for none
     */
    public static Labels accepted(@Nullable String wanted) {
        if (wanted == null) {
            return ENGLISH;
        }
        try {
            String language = Locale.lookupTag(Locale.LanguageRange.parse(wanted), LANGUAGES);
            return in(language);
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
    }

    /** In this language, with values for {@code {0}}, {@code {1}} and so on. */
    public String of(String english, Object... values) {
        String said = words.getOrDefault(english, english);
        return values.length == 0
                ? said
                : new MessageFormat(said.replace("'", "''"), Locale.forLanguageTag(language)).format(values);
    }

    /** Labels that other languages have and this one has not. */
    public Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        ALL.values().forEach(other -> missing.addAll(other.words.keySet()));
        missing.removeAll(words.keySet());
        return missing;
    }

    /** What a language is called. */
    public String name(String code) {
        return Locale.forLanguageTag(code).getDisplayLanguage(Locale.forLanguageTag(language));
    }

    /** The language of what is written in English only, where it is another than that of the page; else null. */
    public @Nullable String english() {
        return language.equals(ENGLISH.language) ? null : ENGLISH.language;
    }
}
