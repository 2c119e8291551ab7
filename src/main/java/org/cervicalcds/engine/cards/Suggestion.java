package org.cervicalcds.engine.cards;

import java.util.List;

/** Actions that are taken together when the clinician picks them. */
public record Suggestion(String label, boolean recommended, List<Action> actions) {}
