package org.cervicalcds.service.cdshooks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The language in which a call is answered: the client's setting, else what the call asks for, else the service's setting, else English. */
final class ReaderLanguage {
    private static final int LONGEST_HEADER = 500;

    private final List<Locale> spoken;

    /** @param languages other than English in which cards speak (ISO 639) */
    ReaderLanguage(Collection<String> languages) {
        this.spoken = Stream.concat(Stream.of("en"), languages.stream().sorted())
                .map(Locale::forLanguageTag)
                .toList();
    }

    /**
     * The language of an answer, one of those in which cards speak.
     *
     * @param ofClient setting of the client; null for none
     * @param accepted header {@code Accept-Language}; null for none, and one that cannot be read counts as none
     * @param usual setting of the service; null for none
     */
    Locale of(@Nullable String ofClient, @Nullable String accepted, @Nullable String usual) {
        Locale asked = ofClient == null ? null : spoken(ofClient);
        asked = asked == null && accepted != null ? spoken(accepted) : asked;
        asked = asked == null && usual != null ? spoken(usual) : asked;
        return asked == null ? Locale.ENGLISH : asked;
    }

    private @Nullable Locale spoken(String ranges) {
        if (ranges.isBlank() || ranges.length() > LONGEST_HEADER) {
            return null;
        }
        try {
            return Locale.lookup(Locale.LanguageRange.parse(ranges), spoken);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
