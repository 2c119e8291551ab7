package org.cervicalcds.cards;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text with places to be filled, {@code {name}} or {@code {finding.part}}; parsed once. */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)(?:\\.([a-z-]+))?}");

    private final String source;
    private final List<Piece> pieces;

    /**
     * A stretch of plain text, or a place.
     *
     * @param text plain text, or the name of the place
     * @param part which part of a finding; null for a word of the card
     * @param place it is a place
     */
    record Piece(String text, @Nullable String part, boolean place) {}

    /** Fills a place. */
    interface Filling {
        String fill(String name, @Nullable String part);
    }

    private Template(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    /** Reads a template; line breaks inside a paragraph become blanks. */
    public static Template parse(String text) {
        String source = text.strip();
        List<Piece> pieces = new ArrayList<>();
        Matcher places = PLACE.matcher(source);
        int at = 0;
        while (places.find()) {
            if (places.start() > at) {
                pieces.add(new Piece(source.substring(at, places.start()), null, false));
            }
            pieces.add(new Piece(places.group(1), places.group(2), true));
            at = places.end();
        }
        if (at < source.length()) {
            pieces.add(new Piece(source.substring(at), null, false));
        }
        return new Template(source, List.copyOf(pieces));
    }

    String fill(Filling filling) {
        if (pieces.size() == 1 && !pieces.get(0).place()) {
            return source;
        }
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            filled.append(piece.place() ? filling.fill(piece.text(), piece.part()) : piece.text());
        }
        return filled.toString();
    }

    /** The places, as {@code name} or {@code name.part}. */
    public Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            if (piece.place()) {
                places.add(piece.part() == null ? piece.text() : piece.text() + "." + piece.part());
            }
        }
        return places;
    }

    @Override
    public String toString() {
        return source;
    }
}
