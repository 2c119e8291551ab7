package org.cervicalcds.engine.words;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text with places to be filled, {@code {name}} or {@code {finding.part}}; parsed once. */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)(?:\\.([a-z-]+))?}");

    private final String source;
    private final List<Piece> pieces;

    /** A stretch of a template. */
    public sealed interface Piece {}

    /** Text that stands for itself. */
    public record Plain(String text) implements Piece {}

    /**
     * A place that is filled.
     *
     * @param part which part of a finding; null for a word of the card
     */
    public record Place(String name, @Nullable String part) implements Piece {
        @Override
        public String toString() {
            return part == null ? name : name + "." + part;
        }
    }

    /**
     * One of several texts, chosen by what a place is filled with.
     *
     * @param category the key for what the place says, such as the plural category of a number
     * @param texts by key; {@code other} is always there
     */
    public record Choice(Place by, UnaryOperator<String> category, Map<String, Template> texts) implements Piece {
        private Template chosen(Filling filling) {
            String said = filling.select(by.name(), by.part());
            Template exact = texts.get("=" + said);
            Template found = exact == null ? texts.get(category.apply(said)) : exact;
            return found == null ? other() : found;
        }

        private Template other() {
            Template other = texts.get("other");
            if (other == null) {
                throw new IllegalStateException("a choice by {" + by + "} has no other");
            }
            return other;
        }
    }

    /** Fills a place. */
    public interface Filling {
        String fill(String name, @Nullable String part);

        /** What a place says where it decides between texts; it is not shown. */
        default String select(String name, @Nullable String part) {
            return fill(name, part);
        }
    }

    private Template(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    /** A template of pieces that another reader found in a text. */
    public static Template of(String source, List<Piece> pieces) {
        return new Template(source, List.copyOf(pieces));
    }

    /** Reads a template of plain text and places; line breaks inside a paragraph become blanks. */
    public static Template parse(String text) {
        String source = text.strip();
        List<Piece> pieces = new ArrayList<>();
        Matcher places = PLACE.matcher(source);
        int at = 0;
        while (places.find()) {
            if (places.start() > at) {
                pieces.add(new Plain(source.substring(at, places.start())));
            }
            pieces.add(new Place(places.group(1), places.group(2)));
            at = places.end();
        }
        if (at < source.length()) {
            pieces.add(new Plain(source.substring(at)));
        }
        return new Template(source, List.copyOf(pieces));
    }

    public String fill(Filling filling) {
        if (pieces.size() == 1 && pieces.get(0) instanceof Plain) {
            return source;
        }
        StringBuilder filled = new StringBuilder();
        fill(filling, filled);
        return filled.toString();
    }

    private void fill(Filling filling, StringBuilder filled) {
        for (Piece piece : pieces) {
            if (piece instanceof Plain plain) {
                filled.append(plain.text());
            } else if (piece instanceof Place place) {
                filled.append(filling.fill(place.name(), place.part()));
            } else if (piece instanceof Choice choice) {
                choice.chosen(filling).fill(filling, filled);
            }
        }
    }

    public List<Piece> pieces() {
        return pieces;
    }

    /** The places, as {@code name} or {@code name.part}. */
    public Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            if (piece instanceof Place) {
                places.add(piece.toString());
            } else if (piece instanceof Choice choice) {
                places.add(choice.by().toString());
                choice.texts().values().forEach(text -> places.addAll(text.places()));
            }
        }
        return places;
    }

    @Override
    public String toString() {
        return source;
    }
}
