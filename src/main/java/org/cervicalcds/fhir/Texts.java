package org.cervicalcds.fhir;

import java.time.ZoneId;
import org.cervicalcds.chart.PartialDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The strings of one request: what was read lately is not made again, since a record says the same systems, names, references and days over
 * and over. A place in the table holds the last string that fell on it.
 */
final class Texts {
    private static final int SHIFT = 23;
    private static final int PLACES = 1 << (32 - SHIFT);
    private static final int LONGEST = 80;

    private final @Nullable String[] strings = new String[PLACES];
    private final @Nullable PartialDate[] dates = new PartialDate[PLACES];

    /** The string at hand. */
    String string(JsonParser in) {
        if (in.getStringLength() > LONGEST) {
            return in.getString();
        }
        return stringAt(place(in), in);
    }

    /** The date at hand; null for what is none. */
    @Nullable
    PartialDate date(JsonParser in, ZoneId zone) {
        if (in.getStringLength() > LONGEST) {
            return null;
        }
        int place = place(in);
        String text = stringAt(place, in);
        PartialDate known = dates[place];
        if (known == null) {
            known = PartialDate.parse(text.strip(), zone);
            dates[place] = known;
        }
        return known;
    }

    private String stringAt(int place, JsonParser in) {
        char[] characters = in.getStringCharacters();
        int from = in.getStringOffset();
        int length = in.getStringLength();
        String known = strings[place];
        if (known != null && isSame(known, characters, from, length)) {
            return known;
        }
        String made = new String(characters, from, length);
        strings[place] = made;
        dates[place] = null;
        return made;
    }

    private static int place(JsonParser in) {
        char[] characters = in.getStringCharacters();
        int from = in.getStringOffset();
        int end = from + in.getStringLength();
        int hash = end - from;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + characters[i];
        }
        return (hash * 0x9E3779B9) >>> SHIFT;
    }

    private static boolean isSame(String known, char[] characters, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != characters[from + i]) {
                return false;
            }
        }
        return true;
    }
}
