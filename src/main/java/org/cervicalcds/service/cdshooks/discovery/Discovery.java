package org.cervicalcds.service.cdshooks.discovery;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CdsService;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.Json;
import org.cervicalcds.service.trust.clients.Output;
import tools.jackson.core.JsonGenerator;

/** The discovery document as one kind of client sees it, written once at start (CDSH-DISC-15). */
@SuppressWarnings("ArrayRecordComponent") // one instance, never compared
public record Discovery(byte[] json, String etag) {

    /** The version of the specification that names versions (CDSH-DISC-10). */
    private static final String SPECIFICATION = "3.0.0";

    public static Discovery of(ServiceCatalogue catalogue, CardDeck deck, PrefetchTemplates templates, Output output) {
        return of(
                catalogue.services(),
                service -> deck.needs(service.hook()),
                need -> templates.of(need, output, deck.lookBack(need)),
                output.versions());
    }

    public static Discovery of(
            List<CdsService> services,
            Function<CdsService, List<Need>> needs,
            Function<Need, String> template,
            boolean versions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeArrayPropertyStart("services");
            for (CdsService service : services) {
                write(out, service, needs.apply(service), template, versions);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        byte[] json = bytes.toByteArray();
        return new Discovery(json, '"' + digest(json) + '"');
    }

    private static void write(
            JsonGenerator out,
            CdsService service,
            List<Need> needs,
            Function<Need, String> template,
            boolean versions) {
        out.writeStartObject();
        if (versions) {
            out.writeStringProperty("version", SPECIFICATION);
        }
        out.writeStringProperty("hook", service.hook());
        if (versions) {
            Hook hook = Hook.named(service.hook());
            if (hook != null) {
                out.writeStringProperty("hookVersion", hook.version());
            }
        }
        out.writeStringProperty("title", service.title());
        out.writeStringProperty("description", service.description());
        out.writeStringProperty("id", service.id());
        if (service.usageRequirements() != null) {
            out.writeStringProperty("usageRequirements", service.usageRequirements());
        }
        if (!needs.isEmpty()) {
            out.writeObjectPropertyStart("prefetch");
            for (Need need : needs) {
                out.writeStringProperty(need.key(), template.apply(need));
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
