package org.cervicalcds.engine.chart;

import java.util.List;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.text.FreeText;

/**
 * Who is to carry out an order, as far as that is known.
 *
 * @param profession codes of role, specialty, qualification and type of organization
 * @param words what those codes say, and names of organizations, an empty line between them
 * @param unread resources about the performer that could not be had
 */
public record Performer(Concept profession, FreeText words, List<Need> unread) {
    static final Performer NOBODY = new Performer(Concept.NONE, FreeText.NONE, List.of());

    /** Nothing says what the performer does, and there is more that could not be read. */
    public boolean isUnknown() {
        return words.isEmpty() && !profession.isKnown() && !unread.isEmpty();
    }
}
