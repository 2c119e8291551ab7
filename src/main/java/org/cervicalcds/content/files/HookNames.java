package org.cervicalcds.content.files;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.chart.Hook;

/** Checks the hooks that content files name against {@link Hook}, and cards against the services on offer. */
public final class HookNames {
    private HookNames() {}

    /** A name that is no hook is a problem of the key. */
    public static void check(Fields fields, String key, List<String> hooks) {
        for (String hook : hooks) {
            if (Hook.named(hook) == null) {
                fields.problems().unknown(fields.file(), fields.path(key), "hook", hook, Hook.names());
            }
        }
    }

    /** A hook of a card on which no service is offered is a problem: the card would never be asked for. A service's wrong name was told. */
    public static void checkServed(Collection<CardDefinition> cards, List<CdsService> services, Problems problems) {
        List<String> served = services.stream().map(CdsService::hook).toList();
        if (served.stream().anyMatch(hook -> Hook.named(hook) == null)) {
            return;
        }
        for (CardDefinition card : cards) {
            Set<String> hooks = new LinkedHashSet<>();
            card.tiers().forEach(tier -> hooks.addAll(tier.hooks()));
            for (String hook : hooks) {
                if (Hook.named(hook) != null && !served.contains(hook)) {
                    problems.add(
                            card.id() + "/card.yaml",
                            "tiers",
                            "speaks on " + hook + ", which no service of services.yaml serves");
                }
            }
        }
    }
}
