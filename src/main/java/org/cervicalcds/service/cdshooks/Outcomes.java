package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.cervicalcds.fhir.json.Json;
import tools.jackson.core.JsonGenerator;

/** Writes errors as FHIR OperationOutcomes without internals (CDSH-HTTP-4). */
final class Outcomes {
    /** Address of the FHIR extension that holds the explanation of {@value RequestReader#EXPLAIN} as JSON text. */
    private static final String EXPLANATION = "https://cervicalcds.org/fhir/StructureDefinition/explanation";

    private Outcomes() {}

    static void write(HttpServletResponse response, int status, String code, String text) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        Replies.write(response, json(code, text));
    }

    static byte[] json(String code, String text) {
        return json(code, text, "");
    }

    /** @param explanation why cards were not shown, as JSON; empty where nobody asked */
    static byte[] json(String code, String text, String explanation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("resourceType", "OperationOutcome");
            if (!explanation.isEmpty()) {
                out.writeArrayPropertyStart("extension");
                out.writeStartObject();
                out.writeStringProperty("url", EXPLANATION);
                out.writeStringProperty("valueString", explanation);
                out.writeEndObject();
                out.writeEndArray();
            }
            out.writeArrayPropertyStart("issue");
            out.writeStartObject();
            out.writeStringProperty("severity", "error");
            out.writeStringProperty("code", code);
            out.writeObjectPropertyStart("details");
            out.writeStringProperty("text", text);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** An outcome for a status that the framework chose. */
    static void write(HttpServletResponse response, int status) throws IOException {
        if (!response.isCommitted()) {
            response.resetBuffer();
            response.setStatus(status);
            Replies.write(response, json(status));
        }
    }

    static byte[] json(int status) {
        return switch (status) {
            case 404 -> json("not-found", "There is nothing at this address.");
            case 405 -> json("not-supported", "The method is not supported here.");
            case 406 -> json("not-supported", "Only application/json can be sent.");
            case 408 -> json("timeout", "The request came too slowly.");
            case 413 -> json("too-long", "The request is too long.");
            case 415 -> json("not-supported", "Only application/json is understood.");
            default ->
                status >= 500
                        ? json("exception", "Something went wrong on our side.")
                        : json("invalid", "The request is not valid.");
        };
    }
}
