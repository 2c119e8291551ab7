package org.cervicalcds.service.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one hook call.
 *
 * @param content commit or hash of the whole card content
 * @param status of the HTTP answer
 * @param cards one for each card definition that was decided; empty for a call that came to no decision
 */
public record DecisionRecord(
        Call call, Instant at, String content, Durations durations, int status, List<CardOutcome> cards) {

    /**
     * How long the parts of a hook call took, in microseconds.
     *
     * @param lookUp of what is suppressed; counts in the total only
     */
    public record Durations(long read, long fetch, long decide, long write, long lookUp) {
        /** Nothing was looked up. */
        public Durations(long read, long fetch, long decide, long write) {
            this(read, fetch, decide, write, 0);
        }

        long total() {
            return read + fetch + decide + write + lookUp;
        }
    }

    /** What became of a card definition. */
    public enum Outcome {
        SHOWN,
        SILENT,
        UNDETERMINED,
        /** It would have been shown, but was suppressed (snoozed, or shown already in the encounter) or runs in silent mode. */
        SUPPRESSED,
        /** It would have been shown, but nobody has signed it off. */
        UNSIGNED;

        /** As the cards' own decision says it. */
        public static Outcome of(Decision.Outcome outcome) {
            return switch (outcome) {
                case SHOWN -> SHOWN;
                case SILENT -> SILENT;
                case UNDETERMINED -> UNDETERMINED;
            };
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The outcome of one card definition.
     *
     * @param contentHash of the card definition
     * @param reason the finding or rule that stopped it; empty for a shown card
     * @param sent the card that went out; only for a shown one
     */
    public record CardOutcome(
            String card,
            String contentHash,
            @Nullable Indicator tier,
            Outcome outcome,
            String reason,
            @Nullable SentCard sent) {}

    /**
     * A card that went out.
     *
     * @param suggestions their labels as the card has them, nothing of the record filled in, by uuid in their order
     * @param evidence references of the resources it rests on, such as {@code Condition/17}; kept as keyed hashes
     * @param unsettledBy codes of the override reasons that do not settle it
     * @param repeatDays it is shown once in so many days; 0 for no limit
     */
    public record SentCard(
            String uuid,
            Map<String, String> suggestions,
            List<String> evidence,
            List<String> unsettledBy,
            int repeatDays) {

        /** A card that every reason settles and that may repeat. */
        public SentCard(String uuid, Map<String, String> suggestions, List<String> evidence) {
            this(uuid, suggestions, evidence, List.of(), 0);
        }

        @Override
        public String toString() {
            return "SentCard[" + uuid + "]";
        }
    }
}
