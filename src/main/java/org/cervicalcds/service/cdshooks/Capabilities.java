package org.cervicalcds.service.cdshooks;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.trust.clients.Output;
import org.cervicalcds.service.trust.clients.SecuritySettings;

/**
 * What this service really offers.
 *
 * @param scopes that an access token needs, in both versions of SMART
 * @param hosts that cards link to
 * @param base address of the service, or a place for it
 */
public record Capabilities(
        List<Offer> services,
        Set<String> scopes,
        Set<String> hosts,
        SecuritySettings security,
        String base,
        Output output) {
    private static final Set<String> BY_ID = Set.of("Patient", "Encounter");

    /** A service, and its prefetch templates by key. */
    public record Offer(CdsService offered, Map<String, String> prefetch) {}

    static Capabilities of(
            ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates, ServiceSettings settings) {
        List<Offer> services = catalogue.services().stream()
                .map(service -> {
                    Map<String, String> prefetch = new LinkedHashMap<>();
                    for (Need need : deck.needs(service.hook())) {
                        prefetch.put(need.key(), templates.of(need, settings.output(), deck.lookBack(need)));
                    }
                    return new Offer(service, prefetch);
                })
                .toList();
        String base = settings.publicUrl() == null ? "{base}" : settings.publicUrl();
        return new Capabilities(
                services,
                scopes(catalogue, deck),
                hosts(deck.definitions()),
                settings.security(),
                base,
                settings.output());
    }

    private static Set<String> scopes(ServiceCatalogue catalogue, CardDeck deck) {
        Set<String> scopes = new TreeSet<>();
        for (CdsService service : catalogue.services()) {
            for (Need need : deck.needs(service.hook())) {
                String type = need.resourceType();
                scopes.add("user/" + type + ".read (SMART 1), user/" + type + (BY_ID.contains(type) ? ".r" : ".s")
                        + " (SMART 2)");
            }
        }
        return scopes;
    }

    private static Set<String> hosts(Iterable<CardDefinition> cards) {
        Set<String> hosts = new TreeSet<>();
        for (CardDefinition card : cards) {
            add(hosts, card.source().url());
            for (Card.Link link : card.links()) {
                add(hosts, link.url());
            }
        }
        return hosts;
    }

    private static void add(Set<String> hosts, String url) {
        String host = URI.create(url).getHost();
        if (host != null) {
            hosts.add(host);
        }
    }
}
