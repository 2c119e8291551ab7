package org.cervicalcds.cards;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * A card as the content defines it.
 *
 * @param id name of its folder
 * @param position place among cards of the same indicator
 * @param showing whether it is evaluated and sent
 * @param tierShowing the same for single tiers, where it differs; all tiers below one that is off are off
 * @param tiers the most urgent first; the first that matches decides
 * @param orders findings whose evidence are the orders it is about; empty for a card about the patient
 * @param words what the places of its texts stand for
 * @param detail lines of the detail, the most important first
 * @param knownLimits what it misses
 */
public record CardDefinition(
        String id,
        String title,
        int position,
        Showing showing,
        Map<Indicator, Showing> tierShowing,
        List<Tier> tiers,
        List<String> orders,
        Map<String, Words> words,
        List<Line> detail,
        List<SuggestionDefinition> suggestions,
        @Nullable String selectionBehavior,
        List<OverrideReason> overrideReasons,
        Card.Source source,
        List<Card.Link> links,
        List<String> evidence,
        List<String> knownLimits,
        Review review) {

    /** It is evaluated and sent. */
    public boolean on() {
        return showing == Showing.ON;
    }

    /** Whether a tier is evaluated and sent: what the card is not, none of its tiers is. */
    public Showing showing(Tier tier) {
        Showing own = tierShowing.getOrDefault(tier.indicator(), Showing.ON);
        return own == Showing.OFF || showing == Showing.ON ? own : showing;
    }

    /** All tiers are evaluated and sent. */
    boolean isWhollyOn() {
        return on() && tierShowing.isEmpty();
    }

    /** The same card with all its tiers evaluated and sent. */
    CardDefinition whollyOn() {
        return with(Showing.ON, Map.of());
    }

    /** The same card, shown otherwise; its tiers stay as they are. */
    public CardDefinition with(Showing other) {
        return with(other, tierShowing);
    }

    /** The same card and tiers, shown otherwise. */
    public CardDefinition with(Showing other, Map<Indicator, Showing> otherTiers) {
        return new CardDefinition(
                id,
                title,
                position,
                other,
                Map.copyOf(otherTiers),
                tiers,
                orders,
                words,
                detail,
                suggestions,
                selectionBehavior,
                overrideReasons,
                source,
                links,
                evidence,
                knownLimits,
                review);
    }

    /**
     * One way to match.
     *
     * @param hooks the hooks on which it is shown; it is computed on all hooks of the card
     * @param when findings that must be present
     * @param unless findings that must be absent
     */
    public record Tier(
            Indicator indicator, Set<String> hooks, List<String> when, List<String> unless, Template summary) {}

    /**
     * One line of the detail; it is written when all of {@code when} are present and none of {@code unless} is.
     *
     * @param indicators the tiers it belongs to
     * @param evidence ids of the evidence it states
     */
    public record Line(
            Template text, Set<Indicator> indicators, List<String> when, List<String> unless, List<String> evidence) {}

    /**
     * One suggestion; it is made when all of {@code when} are present and none of {@code unless} is.
     *
     * @param forEach finding for each of whose orders it is made; null for once
     */
    public record SuggestionDefinition(
            Template label,
            Set<Indicator> indicators,
            List<String> when,
            List<String> unless,
            @Nullable String forEach,
            boolean recommended,
            List<ActionDefinition> actions) {}

    /** One action of a suggestion. */
    public sealed interface ActionDefinition {}

    /**
     * Creates a ServiceRequest, unless the same is ordered already.
     *
     * @param sameOrder an order of one of these sets is the same; where empty only the same code is
     */
    public record CreateOrder(
            String description,
            String system,
            String code,
            String display,
            @Nullable String priority,
            @Nullable String note,
            List<ValueSet> sameOrder)
            implements ActionDefinition {}

    /** Takes the order away; needs {@code forEach}. */
    public record DeleteOrder(Template description) implements ActionDefinition {}

    /** Adds a note to the order; needs {@code forEach}. */
    public record AddNoteToOrder(Template description, String note) implements ActionDefinition {}

    /** Limits the supply of the order to some days, less those a finding has counted; needs {@code forEach}. */
    public record LimitSupplyOfOrder(Template description, int days, @Nullable String lessFinding)
            implements ActionDefinition {}

    /** Who wrote the card and who checked it. */
    public record Review(
            String author, @Nullable String clinician, @Nullable LocalDate reviewed, @Nullable LocalDate next) {}
}
