package org.cervicalcds.engine;

import java.time.ZoneId;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.terminology.Terminology;

/** What an engine is made of: checked and compiled card content that never changes. */
public interface CardContent {
    CardDeck deck();

    Terminology terminology();

    /** The zone whose days count. */
    ZoneId zone();

    /** The same as long as nothing that decides any card changes. */
    String hash();
}
