package org.cervicalcds.service.cdshooks.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.jspecify.annotations.Nullable;

/**
 * One service id with everything a call to it needs, made ready at start; an id may serve several hooks (CDSH-DISC-12).
 *
 * @param needs by hook, in the order of discovery
 * @param keys the prefetch keys of all its hooks
 * @param queries by need, ready to be filled
 * @param leftOut how many codes do not fit into the query of a need; only needs that lack some
 */
public record OfferedService(
        String id,
        Map<String, List<Need>> needs,
        Map<String, Need> keys,
        Map<Need, String> queries,
        Map<Need, Integer> leftOut) {

    public static Map<String, OfferedService> all(
            ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates) {
        Map<String, List<String>> hooks = new LinkedHashMap<>();
        for (CdsService service : catalogue.services()) {
            hooks.computeIfAbsent(service.id(), id -> new ArrayList<>()).add(service.hook());
        }
        Map<String, OfferedService> all = new HashMap<>();
        hooks.forEach((id, served) -> {
            Map<String, List<Need>> needs = new HashMap<>();
            served.forEach(hook -> needs.put(hook, deck.needs(hook)));
            all.put(id, of(id, needs, templates));
        });
        return Map.copyOf(all);
    }

    static OfferedService of(String id, Map<String, List<Need>> needs, PrefetchTemplates templates) {
        Map<String, Need> keys = new HashMap<>();
        Map<Need, String> queries = new HashMap<>();
        Map<Need, Integer> leftOut = new HashMap<>();
        needs.values()
                .forEach(list -> list.forEach(need -> {
                    keys.put(need.key(), need);
                    queries.put(need, PrefetchTemplates.escaped(templates.of(need)));
                    int missing = templates.leftOut(need);
                    if (missing > 0) {
                        leftOut.put(need, missing);
                    }
                }));
        return new OfferedService(id, Map.copyOf(needs), Map.copyOf(keys), Map.copyOf(queries), Map.copyOf(leftOut));
    }

    /** What the hook needs; null where this service does not serve it. */
    @Nullable
    public List<Need> needsOf(String hook) {
        return needs.get(hook);
    }

    /** How much of a need came, when this is what came of its query. */
    public Availability availability(Need need, Availability come) {
        return come.isAll() && leftOut.containsKey(need)
                ? Availability.part(Availability.Cause.CODES_LEFT_OUT, 0, 0)
                : come;
    }

    /** The query of a need for this patient, as far as it can be asked. */
    public Optional<String> query(Need need, HookRequest request) {
        String escaped = queries.get(need);
        return escaped == null
                ? Optional.empty()
                : PrefetchTemplates.filled(escaped, request.patientId(), request.encounterId());
    }
}
