package org.cervicalcds.cards;

import java.util.List;

/** What came of one hook call: the cards to send, in order, and the decision on every card definition. */
public record Answer(List<Card> cards, List<Decision> decisions) {}
