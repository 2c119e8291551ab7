package org.cervicalcds.content.cards;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Template.Choice;
import org.cervicalcds.engine.words.Template.Piece;
import org.cervicalcds.engine.words.Template.Place;
import org.cervicalcds.engine.words.Template.Plain;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of one language: plain text with places, and the {@code plural} and {@code select} of ICU MessageFormat, such as
 * {@code {relaxant-days.value, plural, one {# Tag} other {# Tage}}}. All that costs time is done here, when the content is loaded.
 */
public final class MessageText {
    private static final Pattern CHOICE = Pattern.compile("\\{[a-z0-9.-]+ *, *(?:plural|select|selectordinal) *,");
    private static final Pattern NAME = Pattern.compile("\\{([a-z0-9-]+)(?:\\.([a-z-]+))?(?=[ ,}])");

    private final Locale locale;

    public MessageText(Locale locale) {
        this.locale = locale;
    }

    /** @throws IllegalArgumentException where it is no message, with a sentence that says why */
    public Template template(String text) {
        if (!CHOICE.matcher(text).find()) {
            return Template.parse(text);
        }
        String source = text.strip();
        MessagePattern pattern;
        try {
            pattern = new MessagePattern(escaped(source));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("is no message: " + e.getMessage(), e);
        }
        return Template.of(source, new Reading(pattern).message(0, null));
    }

    /** Names of findings hold hyphens and dots, which are no letters of a name in ICU. */
    private static String escaped(String text) {
        Matcher names = NAME.matcher(text);
        return names.replaceAll(name -> "{" + name.group(1).replace('-', '_')
                + (name.group(2) == null ? "" : "__" + name.group(2).replace('-', '_')));
    }

    private static Place place(String escaped) {
        int part = escaped.indexOf("__");
        return part < 0
                ? new Place(escaped.replace('_', '-'), null)
                : new Place(
                        escaped.substring(0, part).replace('_', '-'),
                        escaped.substring(part + 2).replace('_', '-'));
    }

    /** A walk through the parts of a message. */
    private final class Reading {
        private final MessagePattern pattern;

        Reading(MessagePattern pattern) {
            this.pattern = pattern;
        }

        /** @param number what {@code #} stands for; null outside of a plural */
        private List<Piece> message(int start, @Nullable Place number) {
            List<Piece> pieces = new ArrayList<>();
            String text = pattern.getPatternString();
            int limit = pattern.getLimitPartIndex(start);
            int at = pattern.getPart(start).getLimit();
            for (int i = start + 1; i <= limit; i++) {
                Part part = pattern.getPart(i);
                if (part.getIndex() > at) {
                    pieces.add(new Plain(text.substring(at, part.getIndex())));
                }
                at = part.getLimit();
                if (part.getType() == Part.Type.REPLACE_NUMBER && number != null) {
                    pieces.add(number);
                } else if (part.getType() == Part.Type.ARG_START) {
                    pieces.add(argument(i));
                    i = pattern.getLimitPartIndex(i);
                    at = pattern.getPart(i).getLimit();
                }
            }
            return pieces;
        }

        private Piece argument(int start) {
            ArgType type = pattern.getPart(start).getArgType();
            Place place = place(pattern.getSubstring(pattern.getPart(start + 1)));
            if (type == ArgType.NONE) {
                return place;
            }
            if (type == ArgType.SIMPLE || type == ArgType.CHOICE) {
                throw new IllegalArgumentException(
                        "has the place {" + place + "} of a kind that is not read here; only plural and select are");
            }
            Map<String, Template> texts = new LinkedHashMap<>();
            int limit = pattern.getLimitPartIndex(start);
            for (int i = start + 2; i < limit; i++) {
                String key = pattern.getSubstring(pattern.getPart(i));
                i++;
                if (pattern.getPartType(i).hasNumericValue()) {
                    i++;
                }
                texts.put(key, Template.of(key, message(i, type == ArgType.SELECT ? null : place)));
                i = pattern.getLimitPartIndex(i);
            }
            return new Choice(place, category(type), Map.copyOf(texts));
        }
    }

    private UnaryOperator<String> category(ArgType type) {
        if (type == ArgType.SELECT) {
            return UnaryOperator.identity();
        }
        PluralRules rules = PluralRules.forLocale(
                locale, type == ArgType.PLURAL ? PluralRules.PluralType.CARDINAL : PluralRules.PluralType.ORDINAL);
        return number -> {
            try {
                return rules.select(Double.parseDouble(number));
            } catch (NumberFormatException e) {
                return PluralRules.KEYWORD_OTHER;
            }
        };
    }
}
