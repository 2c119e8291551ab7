package org.cervicalcds.content.cards;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Indicator;

/** Reads whether a card and its tiers are shown. */
final class StatusFields {
    private StatusFields() {}

    /** {@code on}, {@code silent} or {@code off}; that a card is unsigned is never written, it is found out. */
    static CardStatus card(Fields fields) {
        return showing(fields.word("status", Status.class, null));
    }

    private static CardStatus showing(Status status) {
        return switch (status) {
            case ON -> CardStatus.ON;
            case SILENT -> CardStatus.SILENT;
            case OFF -> CardStatus.OFF;
        };
    }

    /**
     * The tiers that are not as the card is. One can be off only where all less urgent ones are: whoever meets it would else be told the
     * milder words below.
     */
    static Map<Indicator, CardStatus> tiers(Fields fields, List<Tier> tiers) {
        Map<Indicator, CardStatus> showing = new EnumMap<>(Indicator.class);
        fields.optional("tier-status", all -> {
            Indicator off = null;
            for (Indicator indicator : Indicator.values()) {
                boolean there = tiers.stream().anyMatch(tier -> tier.indicator() == indicator);
                if (all.has(indicator.code())) {
                    CardStatus chosen = showing(all.word(indicator.code(), Status.class, null));
                    if (chosen != CardStatus.ON) {
                        showing.put(indicator, chosen);
                    }
                    if (!there) {
                        all.problem(indicator.code(), "is no tier of this card");
                    }
                }
                if (there && off != null && showing.get(indicator) != CardStatus.OFF) {
                    all.problem(
                            off.code(),
                            "cannot be off while " + indicator.code() + " is not: who meets it would be told the milder"
                                    + " words; make it silent, or " + indicator.code() + " off too");
                }
                off = off == null && showing.get(indicator) == CardStatus.OFF ? indicator : off;
            }
            all.end();
        });
        return Map.copyOf(showing);
    }

    private enum Status {
        ON,
        SILENT,
        OFF
    }
}
