package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.trust.clients.Output;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;

/** Tells people what a site must type in and agree on, from what this service really offers (CDSH-DISC-16, CDSH-DISC-17). */
@Controller
final class CapabilityPage {
    private static final Set<String> BY_ID = Set.of("Patient", "Encounter");

    private final byte[] html;

    CapabilityPage(ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates, ServiceSettings settings) {
        StringBuilder page = new StringBuilder(16_384);
        page.append(
                """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <title>Cervical CDS: what a site needs to know</title>
                  <link rel="icon" href="favicon.svg" type="image/svg+xml">
                  <link rel="stylesheet" href="css/workbench.css">
                  <link rel="stylesheet" href="css/capabilities.css">
                </head>
                <body>
                <main class="capabilities">
                <h1>Cervical CDS: what a site needs to know</h1>
                <p>Written by the running service. It follows CDS Hooks 2.0.1 on FHIR R4. Features in use: suggestions, override reasons, links,
                feedback. Not in use: system actions, autolaunch, extensions.</p>
                """);
        for (CdsService service : catalogue.services()) {
            write(
                    page,
                    service,
                    deck.needs(service.hook()),
                    need -> templates.of(need, settings.output(), deck.lookBack(need)));
        }
        list(
                page,
                "Scopes",
                "The access token needs these, as far as the queries above are not prefetched.",
                scopes(catalogue, deck));
        list(
                page,
                "Hosts of links",
                "Cards link to these; cards are whole without their links.",
                hosts(deck.definitions()));
        tokens(page, settings);
        shapes(page, settings.output());
        page.append("</main>\n</body>\n</html>\n");
        html = page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String safe(String text) {
        return HtmlUtils.htmlEscape(text);
    }

    private static void write(
            StringBuilder page, CdsService service, List<Need> needs, Function<Need, String> template) {
        page.append("<h2>")
                .append(safe(service.title()))
                .append("</h2>\n<p>")
                .append(safe(service.description()))
                .append("</p>\n");
        row(page.append("<dl>\n"), "Id", service.id());
        row(page, "Hook", service.hook());
        row(page, "Address", "POST {base}/cds-services/" + service.id());
        row(page, "Feedback", "POST {base}/cds-services/" + service.id() + "/feedback");
        if (service.usageRequirements() != null) {
            row(page, "Needs", service.usageRequirements());
        }
        page.append(
                "</dl>\n<table>\n<thead><tr><th scope=\"col\">Prefetch key</th><th scope=\"col\">Template</th></tr></thead>\n<tbody>\n");
        for (Need need : needs) {
            page.append("<tr><td><code>")
                    .append(safe(need.key()))
                    .append("</code></td><td><code>")
                    .append(safe(template.apply(need)))
                    .append("</code></td></tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private static void row(StringBuilder page, String term, String text) {
        page.append("<dt>").append(term).append("</dt><dd>").append(safe(text)).append("</dd>\n");
    }

    private static void list(StringBuilder page, String title, String about, Set<String> items) {
        page.append("<h2>").append(title).append("</h2>\n<p>").append(about).append("</p>\n<ul>\n");
        items.forEach(item -> page.append("<li><code>").append(safe(item)).append("</code></li>\n"));
        page.append("</ul>\n");
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

    /** What every client must know of tokens; who the clients are is nobody else's business. */
    private static void tokens(StringBuilder page, ServiceSettings settings) {
        SecuritySettings security = settings.security();
        page.append("<h2>Tokens of clients</h2>\n<dl>\n");
        row(page, "Required", security.requireJwt() ? "yes, for hook calls and feedback" : "no");
        row(page, "For discovery", security.requireJwt() && !security.openDiscovery() ? "required" : "not required");
        row(page, "Algorithms", "ES384 and RS384, unless agreed otherwise");
        row(page, "Header", "alg, kid; typ JWT; jku only as registered");
        row(page, "Claims", "iss as registered, aud, exp, iat, jti; tenant where agreed");
        String base = settings.publicUrl() == null ? "{base}" : settings.publicUrl();
        row(
                page,
                "aud",
                base + "/cds-services/{id}, exactly as called; for feedback that or " + base
                        + "/cds-services/{id}/feedback");
        row(
                page,
                "Life time",
                "at most " + security.maxLifetime().toSeconds() + " s; clocks may differ by "
                        + security.clockSkew().toSeconds() + " s; each jti once");
        page.append("</dl>\n");
    }

    /** What differs by client is agreed with that client; this is what everybody else gets. */
    private static void shapes(StringBuilder page, Output output) {
        page.append("<h2>Shapes</h2>\n<p>These can be set for each client by its issuer.</p>\n<dl>\n");
        row(page, "selectionBehavior", output.anyOnly() ? "any" : "any or at-most-one, as the card says");
        row(page, "Deletes name the order in", output.oldDelete() ? "resource, as before 2.0" : "resourceId");
        row(page, "Extension that detail is Markdown", output.markdownExtension() ? "sent" : "not sent");
        row(page, "Versions in discovery", output.versions() ? "named" : "not named");
        row(page, "FHIRPath in tokens", output.dateTokens() ? "today()" : "none");
        row(page, "_maxresults", output.maxResults() > 0 ? String.valueOf(output.maxResults()) : "not used");
        page.append("</dl>\n");
    }

    @GetMapping("/capabilities")
    void show(HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
    }
}
