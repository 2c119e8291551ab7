package org.cervicalcds.engine.cards;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cervicalcds.engine.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.AddNoteToOrder;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CardDefinition.DeleteOrder;
import org.cervicalcds.engine.cards.CardDefinition.LimitSupplyOfOrder;
import org.cervicalcds.engine.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.criteria.SupplyLength;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.words.FixedWord;
import org.cervicalcds.engine.words.Markdown;
import org.cervicalcds.engine.words.Template;
import org.jspecify.annotations.Nullable;

/** Makes the suggestions of a card that is shown; what is ordered already is not suggested again. */
final class SuggestionWriter {
    private static final int MOST_REASONS = 5;

    private final CardDefinition definition;
    private final Tier tier;
    private final Set<String> lines;
    private final Findings findings;
    private final Rules rules;
    private final CardWords words;
    private final WordResolver filling;
    private final List<Set<Object>> subjects = new ArrayList<>();
    private boolean recommended;

    SuggestionWriter(
            CardDefinition definition,
            Tier tier,
            List<Tier> matching,
            Findings findings,
            Rules rules,
            CardWords words) {
        this.definition = definition;
        this.tier = tier;
        this.lines = matching.stream().map(Tier::line).collect(Collectors.toSet());
        this.findings = findings;
        this.rules = rules;
        this.words = words;
        this.filling = WordResolver.inSummary(words, findings);
    }

    /**
     * Says of what {@link #suggestions} made that of any two only one makes sense: they order the same, or each changes the same draft.
     */
    boolean excludeEachOther() {
        for (int i = 0; i < subjects.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (Collections.disjoint(subjects.get(i), subjects.get(j))) {
                    return false;
                }
            }
        }
        return subjects.size() > 1;
    }

    List<Suggestion> suggestions() {
        List<Suggestion> suggestions = new ArrayList<>();
        for (SuggestionDefinition suggestion : definition.suggestions()) {
            if (!suggestion.indicators().contains(tier.indicator())
                    || !suggestion.lines().isEmpty() && Collections.disjoint(suggestion.lines(), lines)
                    || !Collections.disjoint(suggestion.notLines(), lines)
                    || !TierResolver.holds(findings, suggestion.when(), suggestion.unless())) {
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
        Set<Object> about = new HashSet<>();
        for (ActionDefinition action : suggestion.actions()) {
            Action made = action(action, order);
            if (made == null) {
                return;
            }
            actions.add(made);
            if (action instanceof CreateOrder create) {
                about.addAll(create.sameOrder());
            } else if (order != null) {
                about.add(order.reference());
            }
        }
        subjects.add(about);
        boolean best = suggestion.recommended() && !recommended;
        recommended |= best;
        suggestions.add(new Suggestion(
                label(suggestion.label(), order), suggestion.label().toString(), best, List.copyOf(actions)));
    }

    private String label(Template template, @Nullable Order order) {
        String name = order == null
                ? ""
                : Markdown.cut(Markdown.oneLine(words.names().asRecorded(order)), WordResolver.LONGEST_WHAT);
        return words.of(template)
                .fill((place, part) -> part != null || !place.equals("order")
                        ? filling.place(place, part)
                        : name.isEmpty() ? words.speech().say(FixedWord.THE_ORDER) : name);
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
            return new Action.Update(
                    label(note.description(), order), order, new Action.AddNote(String.valueOf(words.of(note.note()))));
        }
        return limit((LimitSupplyOfOrder) action, order);
    }

    /** No limit where the days used so far cannot be told, or where none are left. */
    private @Nullable Action limit(LimitSupplyOfOrder limit, Order order) {
        int days = limit.days();
        if (limit.lessFinding() != null) {
            Finding used = findings.get(limit.lessFinding());
            if (used instanceof Finding.Unknown) {
                return null;
            }
            days -= used instanceof Finding.Present present && present.value() != null ? present.value() : 0;
        }
        Action.LimitSupply change = days <= 0 ? null : limited(order.supply(), days);
        return change == null ? null : new Action.Update(label(limit.description(), order), order, change);
    }

    /**
     * The change after which no figure of an order allows more than so many days.
     *
     * @return null where none does already, and where one of them cannot be brought down: a taper in steps, a number of times, a first
     *     supply stated apart, a quantity whose amount a day is not told
     */
    private static Action.@Nullable LimitSupply limited(@Nullable Supply supply, int days) {
        if (supply == null) {
            return new Action.LimitSupply(days, null, Set.of());
        }
        Integer longest = SupplyLength.longest(supply);
        if (longest != null && longest <= days
                || supply.initialFill()
                || SupplyLength.hasSteps(supply)
                || supply.doses().stream().anyMatch(Supply.Dose::counted)) {
            return null;
        }
        Set<Integer> tooLong = tooLong(supply, days);
        BigDecimal quantity = supply.quantity();
        if (quantity == null) {
            return new Action.LimitSupply(days, null, tooLong);
        }
        BigDecimal perDay = SupplyLength.perDay(supply);
        if (perDay == null) {
            return null;
        }
        BigDecimal most = perDay.multiply(BigDecimal.valueOf(days)).setScale(0, RoundingMode.CEILING);
        return new Action.LimitSupply(days, most.compareTo(quantity) < 0 ? most : null, tooLong);
    }

    private static Set<Integer> tooLong(Supply supply, int days) {
        Set<Integer> tooLong = new HashSet<>();
        for (int i = 0; i < supply.doses().size(); i++) {
            BigDecimal bounds = supply.doses().get(i).boundsDays();
            if (bounds != null && bounds.compareTo(BigDecimal.valueOf(days)) > 0) {
                tooLong.add(i);
            }
        }
        return Set.copyOf(tooLong);
    }

    private Action create(CreateOrder create) {
        return new Action.Create(
                String.valueOf(words.of(create.description())),
                create.system(),
                create.code(),
                create.display(),
                create.priority(),
                words.of(create.note()),
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
