package org.cervicalcds.fhir.reading;

import java.util.Arrays;
import java.util.Set;
import org.cervicalcds.engine.CardContent;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

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
     * @param from where the value of its only code begins; the resource has no known components, no words as its value and no code
     *     elsewhere
     */
    public boolean isUnread(String type, byte[] text, int from, int to) {
        Code code = code(text, from, to);
        return !code.isKnown() && (type.equals("Observation") || !code.isImage());
    }

    /** Says that no component of an observation makes an entry. */
    public boolean areUnread(byte[] components, int from, int to) {
        JsonCursor in = new JsonCursor(components, from, to);
        in.nextToken();
        boolean[] anyKnown = new boolean[1];
        DataTypes.each(in, component -> anyKnown[0] |= hasKnownCode(component));
        return !anyKnown[0];
    }

    private boolean hasKnownCode(JsonCursor component) {
        boolean known = false;
        if (DataTypes.opens(component)) {
            for (String name = component.nextName(); name != null; name = component.nextName()) {
                JsonToken token = component.nextToken();
                int from = component.openedAt();
                component.skipChildren();
                boolean opened = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
                known |= name.equals("code")
                        && opened
                        && code(component.text(), from, component.offset()).isKnown();
            }
        }
        return known;
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
