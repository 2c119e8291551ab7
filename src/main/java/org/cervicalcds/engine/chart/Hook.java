package org.cervicalcds.engine.chart;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A hook of the CDS Hooks library: when an EHR calls, and what its context brings. This is the one list of hooks; services, cards and
 * vignettes may name no other.
 *
 * @param name as the library has it
 * @param version of the library's page (CDSH-DISC-10)
 * @param orders where the orders come from that the call is about
 * @param ofEncounter its context must name an encounter
 * @param opening words that every summary begins with where they fit; empty for none
 */
public record Hook(String name, String version, Orders orders, boolean ofEncounter, String opening) {
    public static final Hook PATIENT_VIEW = new Hook("patient-view", "1.0", Orders.RECORDED, false, "");
    public static final Hook ENCOUNTER_START = new Hook("encounter-start", "1.0", Orders.RECORDED, true, "");
    public static final Hook ENCOUNTER_DISCHARGE =
            new Hook("encounter-discharge", "1.0", Orders.RECORDED, true, "Before discharge: ");
    public static final Hook ORDER_SELECT = new Hook("order-select", "1.0", Orders.SELECTED_DRAFTS, false, "");
    public static final Hook ORDER_SIGN = new Hook("order-sign", "1.0", Orders.DRAFTS, false, "");
    public static final Hook ORDER_DISPATCH = new Hook("order-dispatch", "1.1", Orders.DISPATCHED, false, "");

    private static final List<Hook> ALL =
            List.of(PATIENT_VIEW, ORDER_SELECT, ORDER_SIGN, ORDER_DISPATCH, ENCOUNTER_START, ENCOUNTER_DISCHARGE);
    private static final Map<String, Hook> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Hook::name, Function.identity()));

    /** Where the orders come from that a call is about. */
    public enum Orders {
        /** The call brings none; the active orders of the record stand in their place. */
        RECORDED,
        /** {@code context.draftOrders}, as far as {@code context.selections} names them. */
        SELECTED_DRAFTS,
        /** {@code context.draftOrders}, all of them. */
        DRAFTS,
        /** {@code context.dispatchedOrders}: references to orders that the record holds. */
        DISPATCHED;

        /** The call carries orders that are still drafts, which a suggestion may change or withdraw. */
        public boolean areDrafts() {
            return this == SELECTED_DRAFTS || this == DRAFTS;
        }
    }

    /** The hook of that name; null for one that is not known here. */
    public static @Nullable Hook named(String name) {
        return BY_NAME.get(name);
    }

    /** The names of all hooks, in the order in which documents list them. */
    public static List<String> names() {
        return ALL.stream().map(Hook::name).toList();
    }
}
