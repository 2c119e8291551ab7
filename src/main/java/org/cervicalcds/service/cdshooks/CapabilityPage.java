package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.pages.Templates;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Tells people what a site must type in and agree on, from what this service really offers (CDSH-DISC-16, CDSH-DISC-17). */
@Controller
final class CapabilityPage {
    private final byte[] html;

    CapabilityPage(ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates, ServiceSettings settings) {
        html = Templates.html("capabilities.jte", Capabilities.of(catalogue, deck, templates, settings))
                .getBytes(StandardCharsets.UTF_8);
    }

    @GetMapping("/capabilities")
    void show(HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(html.length);
        response.getOutputStream().write(html);
    }
}
