package org.cervicalcds.service.cdshooks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.access.Query;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.cdshooks.wire.Ids;

/**
 * What a call names by reference and has to be read one by one: dispatched orders, and who is to carry them out: the role, then its person
 * and organization.
 */
final class DispatchQueries {
    /** More orders than anybody dispatches at once; the others count as not read. */
    private static final int MOST = 20;

    private static final Set<String> PERFORMERS = Set.of("PractitionerRole", "Practitioner", "Organization");

    private final HookRequest request;
    private final boolean dispatches;
    private final boolean asksForPerformer;
    private final Set<Need> asked = new HashSet<>();

    DispatchQueries(List<Need> needs, HookRequest request) {
        this.request = request;
        Hook hook = Hook.named(request.hook());
        this.dispatches = hook != null && hook.orders() == Hook.Orders.DISPATCHED && !needs.isEmpty();
        this.asksForPerformer = dispatches && needs.contains(Need.PERFORMER);
    }

    /** The queries that are due with what has come so far; none twice. */
    List<Query> next() {
        if (!dispatches) {
            return List.of();
        }
        List<Need> missing = new ArrayList<>(request.chart().missingOrders(request.dispatched()));
        if (asksForPerformer) {
            request.chart().missingPerformers(request.performer(), request.dispatched()).stream()
                    .filter(need -> PERFORMERS.contains(need.resourceType()))
                    .forEach(missing::add);
        }
        List<Query> queries = new ArrayList<>();
        for (Need need : missing) {
            if (Ids.isSafe(need.key().substring(need.key().indexOf('/') + 1))
                    && asked.size() < MOST
                    && asked.add(need)) {
                queries.add(new Query(need, need.key(), false));
            }
        }
        return queries;
    }
}
