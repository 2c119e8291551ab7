package org.cervicalcds.export.cql;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names, literals and lists as CQL writes them. */
public final class CqlText {
    private CqlText() {}

    /** A quoted identifier. */
    public static String name(String identifier) {
        return '"' + identifier + '"';
    }

    /** A string literal. */
    public static String string(String text) {
        return '\'' + escaped(text) + '\'';
    }

    /** What stands between the marks of a string literal. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n");
    }

    public static String strings(Collection<String> texts) {
        return texts.isEmpty()
                ? "List<String>{}"
                : texts.stream().map(CqlText::string).collect(Collectors.joining(", ", "{ ", " }"));
    }

    /** A length of time: whole days where it is some, else minutes. */
    public static String length(Duration length) {
        return length.toHours() % 24 == 0 && length.toMinutesPart() == 0
                ? length.toDays() + " days"
                : length.toMinutes() + " minutes";
    }

    /** A decimal literal; null for none. */
    public static String decimal(@Nullable BigDecimal number) {
        return number == null ? "null" : number.scale() > 0 ? number.toPlainString() : number.toPlainString() + ".0";
    }

    public static String all(List<String> conditions) {
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    /** Alternatives in brackets. */
    public static String any(List<String> alternatives) {
        return alternatives.size() == 1 ? alternatives.get(0) : "(" + String.join(" or ", alternatives) + ")";
    }

    /** The name of a library for the id of a card: {@code as-cervical-fracture-risk} is AsCervicalFractureRisk. */
    public static String library(String cardId) {
        return Arrays.stream(cardId.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
