package org.cervicalcds.engine.cards;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * A card as the content defines it.
 *
 * @param id name of its folder
 * @param position place among cards of the same indicator
 * @param showing whether it is evaluated and sent
 * @param tierShowing the same for single tiers, where it differs; all tiers below one that is off are off
 * @param tiers the most urgent first; the first that matches decides
 * @param together how many matching tiers of one indicator are told on one card; 1 for the first only
 * @param orders findings whose evidence are the orders it is about; empty for a card about the patient
 * @param words what the places of its texts stand for
 * @param fromRecord first line of the detail: what the record says; null for none of its own
 * @param detail lines of the detail that follow those of the tiers, the most important first
 * @param knownLimits what it misses
 */
public record CardDefinition(
        String id,
        String title,
        int position,
        CardStatus showing,
        Map<Indicator, CardStatus> tierShowing,
        List<Tier> tiers,
        int together,
        List<String> orders,
        Map<String, Words> words,
        @Nullable Template fromRecord,
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
        return showing == CardStatus.ON;
    }

    /** Whether a tier is evaluated and sent: what the card is not, none of its tiers is. */
    public CardStatus showing(Tier tier) {
        CardStatus own = tierShowing.getOrDefault(tier.indicator(), CardStatus.ON);
        return own == CardStatus.OFF || showing == CardStatus.ON ? own : showing;
    }

    /** All tiers are evaluated and sent. */
    boolean isWhollyOn() {
        return on() && tierShowing.isEmpty();
    }

    /** The same card with all its tiers evaluated and sent. */
    CardDefinition whollyOn() {
        return with(CardStatus.ON, Map.of());
    }

    /** The same card, shown otherwise; its tiers stay as they are. */
    public CardDefinition with(CardStatus other) {
        return with(other, tierShowing);
    }

    /** The same card and tiers, shown otherwise. */
    public CardDefinition with(CardStatus other, Map<Indicator, CardStatus> otherTiers) {
        return with(other, Map.copyOf(otherTiers), tiers);
    }

    /** The same card with other tiers. */
    public CardDefinition with(List<Tier> otherTiers) {
        return with(showing, tierShowing, otherTiers);
    }

    private CardDefinition with(CardStatus other, Map<Indicator, CardStatus> otherShowing, List<Tier> otherTiers) {
        return new CardDefinition(
                id,
                title,
                position,
                other,
                otherShowing,
                otherTiers,
                together,
                orders,
                words,
                fromRecord,
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
     * @param line its name among the tiers of the card, by which suggestions ask for it; empty for none
     * @param hooks the hooks on which it is shown; it is computed on all hooks of the card
     * @param when findings that must be present
     * @param unless findings that must be absent
     * @param assumesAbsent what is unknown counts as absent where its absence is asked for
     * @param says its own lines of the detail
     * @param link where the first of its evidence can be read; null where the card's own stands for it
     * @param repeatDays it is shown once in so many days for each patient and client; 0 for no limit
     */
    public record Tier(
            Indicator indicator,
            String line,
            Set<String> hooks,
            List<String> when,
            List<String> unless,
            boolean assumesAbsent,
            Template summary,
            List<Line> says,
            Card.@Nullable Link link,
            int repeatDays) {

        /** The same tier, asking for other findings. */
        public Tier asking(List<String> otherWhen, List<String> otherUnless) {
            return new Tier(
                    indicator, line, hooks, otherWhen, otherUnless, assumesAbsent, summary, says, link, repeatDays);
        }

        /** The findings of a chart as the tier takes them. */
        Findings decidedBy(Findings findings) {
            return assumesAbsent ? findings.assumingAbsent() : findings;
        }
    }

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
     * @param lines names of the tiers it belongs to; empty for all
     * @param notLines names of tiers beside which it is not made
     * @param forEach finding for each of whose orders it is made; null for once
     */
    public record SuggestionDefinition(
            Template label,
            Set<Indicator> indicators,
            Set<String> lines,
            Set<String> notLines,
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
