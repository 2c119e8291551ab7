package org.cervicalcds.engine.cards;

import java.util.List;

/**
 * Actions that are taken together when the clinician picks them.
 *
 * @param label in the reader's language, with what it says of the record
 * @param name the label as the card has it, in English and with its places unfilled: nothing of the record is in it
 */
public record Suggestion(String label, String name, boolean recommended, List<Action> actions) {

    /** One whose label says nothing of the record. */
    public Suggestion(String label, boolean recommended, List<Action> actions) {
        this(label, label, recommended, actions);
    }
}
