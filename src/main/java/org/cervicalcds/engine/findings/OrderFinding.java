package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.CodeRanges;
import org.cervicalcds.engine.criteria.PerformerRule;
import org.cervicalcds.engine.criteria.ReasonRule;
import org.cervicalcds.engine.criteria.SupplyRule;
import org.cervicalcds.engine.entries.BodyRegion;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Orders that are being placed, or that the record holds.
 *
 * @param scope which orders are looked at
 * @param sets value sets of the order's code; one is enough
 * @param categories value sets of the order's category
 * @param text what the order says; one of code, category and text is enough, and with none of them every order counts
 * @param withoutText what the order must not say
 * @param codes narrows the codes; an excepted code keeps an order out, also one that is meant by its words
 * @param byName which names stand for a code where none is known; null for none
 * @param ranges ranges of codes that are meant as well
 * @param notOfLimb an order for a limb or the jaw only does not count
 * @param among only orders of this finding count
 * @param notAmong orders of these findings do not count
 * @param reason what the reason must be
 * @param supply how long a medication order must last
 * @param performer who must be to carry it out
 * @param activeDays how old an active order of the record may be
 */
public record OrderFinding(
        Scope scope,
        List<ValueSet> sets,
        List<ValueSet> categories,
        @Nullable Wording text,
        @Nullable Wording withoutText,
        CodeFilter codes,
        ReportFinding.@Nullable ByName byName,
        CodeRanges ranges,
        boolean notOfLimb,
        @Nullable String among,
        List<String> notAmong,
        ReasonRule reason,
        SupplyRule supply,
        PerformerRule performer,
        Duration activeDays)
        implements FindingDefinition {

    /** Which orders are looked at. */
    public enum Scope {
        /** The orders of the call; where a hook brings none, the active orders of the record. */
        TRIGGER,
        /** The selected drafts only. */
        SELECTED_DRAFT,
        /** Every draft, selected or not. */
        ANY_DRAFT,
        /** Every draft, and the active orders of the record. */
        ANY
    }

    @Override
    public Finding read(String name, Findings findings) {
        Chart chart = findings.chart();
        boolean ofTheRecord = scope == Scope.TRIGGER && chart.scope().orders() == Hook.Orders.RECORDED;
        List<Order> found = new ArrayList<>();
        List<Need> missing = new ArrayList<>();
        Neighbours neighbours = new Neighbours(findings);
        boolean unread = false;
        if (!ofTheRecord) {
            for (Order draft : chart.drafts()) {
                boolean looked = scope == Scope.ANY_DRAFT || scope == Scope.ANY || draft.selected();
                if (chart.isOutOfTime()) {
                    break;
                }
                unread |= looked && draft.isAccepted() && !isReadWhole(draft);
                if (looked && draft.isAccepted() && counts(draft, neighbours)) {
                    missing.addAll(performer.missing(draft, chart));
                    if (performer.holds(draft, chart)) {
                        found.add(draft);
                    }
                }
            }
            missing.addAll(chart.missingOrders());
        }
        boolean recorded = scope == Scope.ANY || ofTheRecord;
        if (recorded) {
            for (Order order : chart.recordedOrders()) {
                if (chart.isOutOfTime()) {
                    break;
                }
                unread |= isActive(order, chart) && !isReadWhole(order);
                if (isActive(order, chart) && counts(order, neighbours) && performer.holds(order, chart)) {
                    found.add(order);
                }
            }
        }
        if (recorded) {
            missing.add(Need.SERVICE_REQUESTS);
        }
        if (found.isEmpty() && unread) {
            return EntrySearch.unreadText(name);
        }
        return EntrySearch.result(name, found, missing, false, chart);
    }

    /** Says that its words were read, or that nothing is asked of them. */
    private boolean isReadWhole(Order order) {
        return (text == null || text.isReadWhole(order.text()))
                && (withoutText == null || !order.text().isCut());
    }

    private boolean isActive(Order order, Chart chart) {
        EventDate authored = order.event();
        return order.status().equals("active")
                && order.isAccepted()
                && authored != null
                && !authored.future()
                && authored.within(chart.now().minus(activeDays));
    }

    private boolean counts(Order order, Neighbours neighbours) {
        return (among == null || neighbours.among().contains(order))
                && isMeant(order)
                && !codes.excludes(order.code().codings())
                && (withoutText == null || withoutText.isSurelyNotIn(order.text()))
                && !(notOfLimb && BodyRegion.isLimbOrJaw(order.bodySite().words()))
                && reason.holds(order.reason())
                && supply.holds(order.supply(), order.category())
                && (notAmong.isEmpty() || !neighbours.others().contains(order));
    }

    /** The orders of the findings that orders are compared with, gathered when the first order needs them. */
    private final class Neighbours {
        private final Findings findings;
        private @Nullable Set<Entry> among;
        private @Nullable Set<Entry> others;

        Neighbours(Findings findings) {
            this.findings = findings;
        }

        Set<Entry> among() {
            Set<Entry> known = among;
            if (known == null) {
                known = OrderFinding.this.among == null
                        ? Set.of()
                        : EntrySearch.same(findings.get(OrderFinding.this.among).evidence());
                among = known;
            }
            return known;
        }

        Set<Entry> others() {
            Set<Entry> known = others;
            if (known == null) {
                List<Entry> all = new ArrayList<>();
                notAmong.forEach(other -> all.addAll(findings.get(other).evidence()));
                known = EntrySearch.same(all);
                others = known;
            }
            return known;
        }
    }

    private boolean isMeant(Order order) {
        if (sets.isEmpty() && categories.isEmpty() && text == null && byName == null && ranges.isEmpty()) {
            return true;
        }
        for (ValueSet set : sets) {
            if (codes.only().isEmpty() ? order.code().in(set) : codes.passes(order.code(), set)) {
                return true;
            }
        }
        for (ValueSet set : categories) {
            if (order.category().in(set)) {
                return true;
            }
        }
        return text != null && text.isIn(order.text())
                || ranges.coverOneOf(order.code().codings())
                || byName != null
                        && !order.code().isKnown()
                        && byName.covers(ImagingWords.of(order.code().words()));
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = new LinkedHashSet<>();
        if (scope == Scope.ANY || scope == Scope.TRIGGER) {
            needs.add(Need.SERVICE_REQUESTS);
        }
        if (performer.isGiven()) {
            needs.add(Need.PERFORMER);
        }
        return needs;
    }

    @Override
    public Set<String> uses() {
        List<String> used = new ArrayList<>(notAmong);
        if (among != null) {
            used.add(among);
        }
        return Set.copyOf(used);
    }
}
