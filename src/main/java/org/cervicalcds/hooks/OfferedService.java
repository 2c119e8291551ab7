package org.cervicalcds.hooks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CdsService;
import org.cervicalcds.chart.Need;
import org.jspecify.annotations.Nullable;

/**
 * One service id with everything a call to it needs, made ready at start; an id may serve several hooks (CDSH-DISC-12).
 *
 * @param needs by hook, in the order of discovery
 * @param keys the prefetch keys of all its hooks
 * @param queries by need, ready to be filled
 */
record OfferedService(String id, Map<String, List<Need>> needs, Map<String, Need> keys, Map<Need, String> queries) {

    static Map<String, OfferedService> all(ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates) {
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
        needs.values()
                .forEach(list -> list.forEach(need -> {
                    keys.put(need.key(), need);
                    queries.put(need, PrefetchTemplates.escaped(templates.of(need)));
                }));
        return new OfferedService(id, Map.copyOf(needs), Map.copyOf(keys), Map.copyOf(queries));
    }

    /** What the hook needs; null where this service does not serve it. */
    @Nullable
    List<Need> needsOf(String hook) {
        return needs.get(hook);
    }

    /** The query of a need for this patient, as far as it can be asked. */
    Optional<String> query(Need need, HookRequest request) {
        String escaped = queries.get(need);
        return escaped == null
                ? Optional.empty()
                : PrefetchTemplates.filled(escaped, request.patientId(), request.encounterId());
    }
}
