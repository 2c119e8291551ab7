package org.cervicalcds.service.cdshooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The language in which a call is answered: the client's setting, else what the call asks for, else the service's setting, else English. */
final class ReaderLanguage {
    private static final int LONGEST_HEADER = 500;
    private static final int MOST_KNOWN = 1000;

    private final List<Locale> spoken;

    /** The same few headers come again and again, and the JDK takes microseconds to read one. */
    private final Cache<String, Optional<Locale>> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

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
        return ranges.isBlank() || ranges.length() > LONGEST_HEADER
                ? null
                : known.get(ranges, this::lookUp).orElse(null);
    }

    private Optional<Locale> lookUp(String ranges) {
        try {
            return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(ranges), spoken));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
