package org.cervicalcds.service.insights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often cards are expected to fire, as a replay over the site's own data found ({@code summary.json}).
 *
 * @param contentHash over the content of the replay
 * @param cards by id
 */
public record ExpectedRates(String contentHash, Map<String, Rate> cards) {
    /** Nobody set any. */
    static final ExpectedRates NONE = new ExpectedRates("", Map.of());

    static final String SETTING = "expected-rates";

    /** Within so many standard deviations it is chance, as in the charts of each card's own history. */
    private static final double SIGMAS = 3;

    /**
     * How often a card fired in the replay.
     *
     * @param decided moments in which it was decided
     * @param fired those in which it was shown, or held back for want of a signature
     */
    public record Rate(long decided, long fired) {
        double share() {
            return decided == 0 ? 0 : (double) fired / decided;
        }

        /** The shares that chance leaves possible in so many calls, from the lowest to the highest; a replay is a sample itself. */
        double[] band(long calls) {
            // One more of each, so that a rate of none in a few moments is not taken for certain.
            double cautious = (fired + 1.0) / (decided + 2.0);
            double width = SIGMAS * Math.sqrt(cautious * (1 - cautious) * (1.0 / calls + 1.0 / Math.max(1, decided)));
            return new double[] {Math.max(0, share() - width), Math.min(1, share() + width)};
        }
    }

    /**
     * Reads them.
     *
     * @param file a replay's {@code summary.json}; null for none
     * @throws InvalidSettingException where the file is no such thing
     */
    static ExpectedRates read(@Nullable String file) {
        if (file == null || file.isBlank()) {
            return NONE;
        }
        try {
            JsonNode summary = JsonMapper.shared().readTree(Files.readString(Path.of(file)));
            Map<String, Rate> cards = new TreeMap<>();
            for (JsonNode card : summary.path("cards")) {
                cards.put(
                        card.path("card").asString(""),
                        new Rate(
                                card.path("decided").asLong(0),
                                card.path("fired").asLong(0)));
            }
            if (!cards.isEmpty()) {
                return new ExpectedRates(summary.path("contentHash").asString(""), cards);
            }
        } catch (IOException | JacksonException e) {
            throw new InvalidSettingException("cervical-cds." + SETTING + ": cannot be read");
        }
        throw new InvalidSettingException("cervical-cds." + SETTING + ": is no summary.json of a replay");
    }
}
