package org.cervicalcds.fhir.reading;

import java.util.Arrays;
import java.util.Set;
import org.cervicalcds.engine.CardContent;
import org.cervicalcds.engine.chart.Concept;
import org.cervicalcds.engine.chart.ImagingWords;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * Tells by the code of a resource that it makes no entry, for whoever has many more of them than can be kept. The same few hundred codes
 * come again and again, and each is looked up once. For one thread.
 */
public final class UnreadCodes {
    /** Resources of a code that no finding can be about, which {@link Entries} leaves out. */
    public static final Set<String> TYPES = Set.of("Observation", "DiagnosticReport", "Procedure");

    private static final int PLACES = 4096;
    private static final int LONGEST = 4096;

    private final DataTypes types;
    private final @Nullable Code[] codes = new Code[PLACES];

    /** @param json the code as it came */
    private record Code(byte[] json, boolean isKnown, boolean isImage) {}

    public UnreadCodes(CardContent content) {
        types = new DataTypes(content.terminology(), content.zone(), 2);
    }

    /**
     * Says that a resource of one of the {@link #TYPES} makes no entry.
     *
     * @param from where the value of its only code begins; the resource has no components, no words as its value and no code elsewhere
     */
    public boolean isUnread(String type, byte[] text, int from, int to) {
        Code code = code(text, from, to);
        return !code.isKnown() && (type.equals("Observation") || !code.isImage());
    }

    private Code code(byte[] text, int from, int to) {
        int place = InternCache.hash(text, from, to) & PLACES - 1;
        Code known = codes[place];
        if (known != null && Arrays.equals(known.json(), 0, known.json().length, text, from, to)) {
            return known;
        }
        byte[] json = Arrays.copyOfRange(text, from, to);
        JsonCursor in = new JsonCursor(json);
        in.nextToken();
        Concept concept = types.concept(in);
        Code made = new Code(json, concept.isKnown(), concept.imaging() != ImagingWords.NONE);
        if (json.length <= LONGEST) {
            codes[place] = made;
        }
        return made;
    }
}
