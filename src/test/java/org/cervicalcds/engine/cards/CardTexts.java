package org.cervicalcds.engine.cards;

import java.util.Map;
import org.cervicalcds.engine.words.Template;

/** Fills the places of a text, for tests of other rooms. */
public final class CardTexts {
    private CardTexts() {}

    /** @param places by {@code name} or {@code name.part} */
    public static String fill(Template text, Map<String, String> places) {
        return text.fill((name, part) -> places.getOrDefault(part == null ? name : name + "." + part, ""));
    }
}
