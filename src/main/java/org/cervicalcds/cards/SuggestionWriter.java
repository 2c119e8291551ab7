package org.cervicalcds.cards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.cards.CardDefinition.AddNoteToOrder;
import org.cervicalcds.cards.CardDefinition.CreateOrder;
import org.cervicalcds.cards.CardDefinition.DeleteOrder;
import org.cervicalcds.cards.CardDefinition.LimitSupplyOfOrder;
import org.cervicalcds.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.cards.CardDefinition.Tier;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Condition;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.chart.Observation;
import org.cervicalcds.chart.Order;
import org.cervicalcds.chart.Report;
import org.cervicalcds.findings.DrugDays;
import org.cervicalcds.findings.Finding;
import org.cervicalcds.findings.Findings;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** Makes the suggestions of a card that is shown; what is ordered already is not suggested again. */
final class SuggestionWriter {
    private static final int MOST_REASONS = 5;

    private final CardDefinition definition;
    private final Tier tier;
    private final Findings findings;
    private final Rules rules;
    private final WordFilling filling;
    private boolean recommended;

    SuggestionWriter(CardDefinition definition, Tier tier, Findings findings, Rules rules) {
        this.definition = definition;
        this.tier = tier;
        this.findings = findings;
        this.rules = rules;
        this.filling = WordFilling.inSummary(definition, findings);
    }

    List<Suggestion> suggestions() {
        List<Suggestion> suggestions = new ArrayList<>();
        for (SuggestionDefinition suggestion : definition.suggestions()) {
            if (!suggestion.indicators().contains(tier.indicator())
                    || !Deliberation.holds(findings, suggestion.when(), suggestion.unless())) {
                continue;
            }
            if (suggestion.forEach() == null) {
                add(suggestions, suggestion, null);
            } else {
                for (Entry entry : findings.get(suggestion.forEach()).evidence()) {
                    if (entry instanceof Order order
                            && order.draft()
                            && order.reference().indexOf('/') > 0) {
                        add(suggestions, suggestion, order);
                    }
                }
            }
        }
        return List.copyOf(suggestions);
    }

    private void add(List<Suggestion> suggestions, SuggestionDefinition suggestion, @Nullable Order order) {
        List<Action> actions = new ArrayList<>();
        for (ActionDefinition action : suggestion.actions()) {
            Action made = action(action, order);
            if (made == null) {
                return;
            }
            actions.add(made);
        }
        boolean best = suggestion.recommended() && !recommended;
        recommended |= best;
        suggestions.add(new Suggestion(label(suggestion.label(), order), best, List.copyOf(actions)));
    }

    private String label(Template template, @Nullable Order order) {
        String name =
                order == null ? "" : Markdown.cut(Markdown.oneLine(order.code().label()), WordFilling.LONGEST_WHAT);
        return template.fill((place, part) -> part != null || !place.equals("order")
                ? filling.place(place, part)
                : name.isEmpty() ? "the order" : name);
    }

    private @Nullable Action action(ActionDefinition action, @Nullable Order order) {
        if (action instanceof CreateOrder create) {
            return isOrdered(create) ? null : create(create);
        }
        if (order == null) {
            return null;
        }
        if (action instanceof DeleteOrder delete) {
            return new Action.Delete(label(delete.description(), order), order);
        }
        if (action instanceof AddNoteToOrder note) {
            return new Action.Update(label(note.description(), order), order, new Action.AddNote(note.note()));
        }
        return limit((LimitSupplyOfOrder) action, order);
    }

    /** No limit where the days used so far cannot be told, where none are left, or where the order is no longer than the limit. */
    private @Nullable Action limit(LimitSupplyOfOrder limit, Order order) {
        int days = limit.days();
        if (limit.lessFinding() != null) {
            Finding used = findings.get(limit.lessFinding());
            if (used instanceof Finding.Unknown) {
                return null;
            }
            days -= used instanceof Finding.Present present && present.value() != null ? present.value() : 0;
        }
        Integer ordered = order.supply() == null ? null : DrugDays.length(order.supply());
        return days <= 0 || ordered != null && ordered <= days
                ? null
                : new Action.Update(label(limit.description(), order), order, new Action.LimitSupply(days));
    }

    private Action create(CreateOrder create) {
        return new Action.Create(
                create.description(),
                create.system(),
                create.code(),
                create.display(),
                create.priority(),
                create.note(),
                reasons());
    }

    /** The conditions, observations and reports that the tier rests on. */
    private List<String> reasons() {
        Set<String> references = new LinkedHashSet<>();
        for (String finding : tier.when()) {
            for (Entry entry : findings.get(finding).evidence()) {
                boolean canBeReason = entry instanceof Condition
                        || entry instanceof Observation
                        || entry instanceof Report report && report.kind() == Report.Kind.DIAGNOSTIC_REPORT;
                if (canBeReason && entry.reference().indexOf('/') > 0 && references.size() < MOST_REASONS) {
                    references.add(entry.reference());
                }
            }
        }
        return List.copyOf(references);
    }

    private boolean isOrdered(CreateOrder create) {
        Chart chart = findings.chart();
        for (Order draft : chart.drafts()) {
            if (draft.isAccepted() && isSame(create, draft)) {
                return true;
            }
        }
        for (Order order : chart.recordedOrders()) {
            EventDate authored = order.event();
            if (order.status().equals("active")
                    && order.isAccepted()
                    && authored != null
                    && authored.within(chart.now().minus(Duration.ofDays(rules.activeOrderDays())))
                    && isSame(create, order)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(CreateOrder create, Order order) {
        for (ValueSet set : create.sameOrder()) {
            if (order.code().in(set)) {
                return true;
            }
        }
        for (Coding coding : order.code().codings()) {
            boolean sameSystem = coding.system() == null
                    ? coding.systemUri().equals(create.system())
                    : coding.system().uri().equals(create.system());
            if (sameSystem && coding.code().equals(create.code())) {
                return true;
            }
        }
        return false;
    }
}
