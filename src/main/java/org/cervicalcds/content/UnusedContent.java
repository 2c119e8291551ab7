package org.cervicalcds.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.terminology.ValueSet;

/** What is written in the content and can never matter. */
public final class UnusedContent {
    /** Settings that Java reads by name; every other must be named by a finding or a card. */
    private static final Set<String> SETTINGS_READ_BY_NAME = Set.of(
            "max-cards",
            "cpt-codes-enabled",
            "time-zone",
            "existing-order-days",
            "assessed-days",
            "ended-visit-days",
            "report-text-max");

    private final Content content;
    private final List<String> unused = new ArrayList<>();

    private UnusedContent(Content content) {
        this.content = content;
    }

    /** A sentence for each finding, value set, list of phrases, setting, override reason and service that no card has to do with; cards that are off count. */
    public static List<String> in(Content content) {
        UnusedContent search = new UnusedContent(content);
        Set<String> findings = content.findings().closure(search.findingsAskedFor());
        search.findings(findings);
        search.valueSets(findings);
        search.phrasesAndSettings();
        search.overrideReasons();
        search.services();
        return List.copyOf(search.unused);
    }

    private Set<String> findingsAskedFor() {
        Set<String> findings = new LinkedHashSet<>();
        for (CardDefinition card : content.deck().definitions()) {
            findings.addAll(CardDeck.findingsOf(card));
            content.deck().gatesOf(card).forEach(gate -> {
                findings.addAll(gate.when());
                findings.addAll(gate.unless());
            });
        }
        for (OverrideReason reason : content.overrideReasons()) {
            findings.addAll(reason.unless());
            reason.unlessOn().values().forEach(findings::addAll);
        }
        return findings;
    }

    private void findings(Set<String> used) {
        for (String name : content.findings().names()) {
            if (!used.contains(name)) {
                unused.add("findings: " + name + " is used by no card");
            }
        }
    }

    private void valueSets(Set<String> findings) {
        Set<String> used = new LinkedHashSet<>();
        content.text().findings().forEach((name, finding) -> {
            if (findings.contains(name)) {
                used.addAll(finding.valueSets());
            }
        });
        for (CardDefinition card : content.deck().definitions()) {
            card.suggestions().stream()
                    .flatMap(suggestion -> suggestion.actions().stream())
                    .filter(CreateOrder.class::isInstance)
                    .flatMap(create -> ((CreateOrder) create).sameOrder().stream())
                    .map(ValueSet::id)
                    .forEach(used::add);
        }
        content.text().valueSets().forEach((id, set) -> {
            if (used.contains(id) == set.unused()) {
                unused.add("value-sets/" + id + ".yaml: "
                        + (set.unused() ? "is marked unused and is used" : "is used by nothing; say 'unused: true'"));
            }
        });
    }

    private void phrasesAndSettings() {
        Set<String> phrases = new TreeSet<>(content.text().phrases().keySet());
        Set<String> settings = new TreeSet<>(content.settings().names());
        settings.removeAll(SETTINGS_READ_BY_NAME);
        content.text().findings().values().forEach(finding -> {
            phrases.removeAll(finding.phrases());
            settings.removeAll(finding.settings());
        });
        content.text().cards().values().forEach(card -> settings.removeAll(card.settings()));
        phrases.forEach(name -> unused.add("phrases.yaml: " + name + " is used by nothing"));
        settings.forEach(name -> unused.add("settings.yaml: " + name + " is used by nothing"));
    }

    private void overrideReasons() {
        Set<String> offered = new LinkedHashSet<>();
        content.overrideReasons().forEach(reason -> offered.add(reason.code()));
        for (String code : content.text().overrideReasons()) {
            if (!offered.contains(code)) {
                unused.add("override-reasons.yaml: " + code + " is offered by no card");
            }
        }
    }

    private void services() {
        Set<String> hooks = new LinkedHashSet<>();
        for (CardDefinition card : content.deck().definitions()) {
            card.tiers().forEach(tier -> hooks.addAll(tier.hooks()));
        }
        for (CdsService service : content.services()) {
            if (!hooks.contains(service.hook())) {
                unused.add(
                        "services.yaml: " + service.id() + " serves " + service.hook() + ", on which no card speaks");
            }
        }
    }
}
