package org.cervicalcds.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.OverrideReason;

/** What is written in the content and can never matter. */
public final class UnusedContent {
    private UnusedContent() {}

    /** A sentence for each finding, override reason and service that no card has to do with; cards that are off count. */
    public static List<String> in(Content content) {
        Set<String> findings = new LinkedHashSet<>();
        Set<String> hooks = new LinkedHashSet<>();
        for (CardDefinition card : content.deck().definitions()) {
            findings.addAll(CardDeck.findingsOf(card));
            card.tiers().forEach(tier -> hooks.addAll(tier.hooks()));
            content.deck().gatesOf(card).forEach(gate -> {
                findings.addAll(gate.when());
                findings.addAll(gate.unless());
            });
        }
        Set<String> offered = new LinkedHashSet<>();
        for (OverrideReason reason : content.overrideReasons()) {
            offered.add(reason.code());
            findings.addAll(reason.unless());
            reason.unlessOn().values().forEach(findings::addAll);
        }
        Set<String> used = content.findings().closure(findings);
        List<String> unused = new ArrayList<>();
        for (String name : content.findings().names()) {
            if (!used.contains(name)) {
                unused.add("findings: " + name + " is used by no card");
            }
        }
        for (String code : content.text().overrideReasons()) {
            if (!offered.contains(code)) {
                unused.add("override-reasons.yaml: " + code + " is offered by no card");
            }
        }
        for (CdsService service : content.services()) {
            if (!hooks.contains(service.hook())) {
                unused.add(
                        "services.yaml: " + service.id() + " serves " + service.hook() + ", on which no card speaks");
            }
        }
        return unused;
    }
}
