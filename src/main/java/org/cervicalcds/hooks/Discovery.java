package org.cervicalcds.hooks;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CdsService;
import org.cervicalcds.chart.Need;
import org.cervicalcds.fhir.Json;
import tools.jackson.core.JsonGenerator;

/** The discovery document, written once at start (CDSH-DISC-15). */
@SuppressWarnings("ArrayRecordComponent") // one instance, never compared
record Discovery(byte[] json, String etag) {

    static Discovery of(ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates) {
        return of(catalogue.services(), service -> deck.needs(service.hook()), templates);
    }

    static Discovery of(
            List<CdsService> services,
            java.util.function.Function<CdsService, List<Need>> needs,
            PrefetchTemplates templates) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeArrayPropertyStart("services");
            for (CdsService service : services) {
                write(out, service, needs.apply(service), templates);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        byte[] json = bytes.toByteArray();
        return new Discovery(json, '"' + digest(json) + '"');
    }

    private static void write(JsonGenerator out, CdsService service, List<Need> needs, PrefetchTemplates templates) {
        out.writeStartObject();
        out.writeStringProperty("hook", service.hook());
        out.writeStringProperty("title", service.title());
        out.writeStringProperty("description", service.description());
        out.writeStringProperty("id", service.id());
        if (service.usageRequirements() != null) {
            out.writeStringProperty("usageRequirements", service.usageRequirements());
        }
        if (!needs.isEmpty()) {
            out.writeObjectPropertyStart("prefetch");
            for (Need need : needs) {
                out.writeStringProperty(need.key(), templates.of(need));
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static String digest(byte[] json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
