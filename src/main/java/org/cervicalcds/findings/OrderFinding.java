package org.cervicalcds.findings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cervicalcds.chart.BodyRegion;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.ChartScope;
import org.cervicalcds.chart.Entry;
import org.cervicalcds.chart.EventDate;
import org.cervicalcds.chart.Need;
import org.cervicalcds.chart.Order;
import org.cervicalcds.terminology.ValueSet;
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
 * @param notOfLimb an order for a limb or the jaw only does not count
 * @param among only orders of this finding count
 * @param notAmong orders of these findings do not count
 * @param reason what the reason must be
 * @param supply how long a medication order must last
 * @param activeDays how old an active order of the record may be
 */
public record OrderFinding(
        Scope scope,
        List<ValueSet> sets,
        List<ValueSet> categories,
        @Nullable Wording text,
        @Nullable Wording withoutText,
        CodeFilter codes,
        boolean notOfLimb,
        @Nullable String among,
        List<String> notAmong,
        ReasonRule reason,
        SupplyRule supply,
        Duration activeDays)
        implements FindingDefinition {

    /** Which orders are looked at. */
    public enum Scope {
        /** What the clinician is ordering: the selected drafts; on patient-view the active orders of the record. */
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
        boolean patientView = chart.scope().hook().equals(ChartScope.PATIENT_VIEW);
        List<Order> found = new ArrayList<>();
        if (!(scope == Scope.TRIGGER && patientView)) {
            for (Order draft : chart.drafts()) {
                boolean looked = scope == Scope.ANY_DRAFT || scope == Scope.ANY || draft.selected();
                if (looked && draft.isAccepted() && counts(draft, findings)) {
                    found.add(draft);
                }
            }
        }
        boolean recorded = scope == Scope.ANY || scope == Scope.TRIGGER && patientView;
        if (recorded) {
            for (Order order : chart.recordedOrders()) {
                if (isActive(order, chart) && counts(order, findings)) {
                    found.add(order);
                }
            }
        }
        return Looking.result(name, found, recorded ? Set.of(Need.SERVICE_REQUESTS) : Set.of(), false, chart);
    }

    private boolean isActive(Order order, Chart chart) {
        EventDate authored = order.event();
        return order.status().equals("active")
                && order.isAccepted()
                && authored != null
                && !authored.future()
                && authored.within(chart.now().minus(activeDays));
    }

    private boolean counts(Order order, Findings findings) {
        return (among == null || isIn(findings.get(among).evidence(), order))
                && isMeant(order)
                && !codes.excludes(order.code().codings())
                && (withoutText == null || !withoutText.isIn(order.text()))
                && !(notOfLimb && BodyRegion.isLimbOrJaw(order.bodySite().words()))
                && reason.holds(order.reason())
                && supply.holds(order.supply(), order.category())
                && notAmong.stream().noneMatch(other -> isIn(findings.get(other).evidence(), order));
    }

    private boolean isMeant(Order order) {
        if (sets.isEmpty() && categories.isEmpty() && text == null) {
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
        return text != null && text.isIn(order.text());
    }

    private static boolean isIn(List<Entry> entries, Order order) {
        for (Entry entry : entries) {
            if (entry == order) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Set<Need> needs() {
        return scope == Scope.ANY || scope == Scope.TRIGGER ? Set.of(Need.SERVICE_REQUESTS) : Set.of();
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
