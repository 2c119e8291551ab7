package org.cervicalcds.export;

import org.cervicalcds.export.cql.CqlText;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** FHIR resources as JSON of which the same content gives the same bytes. */
final class FhirJson {
    static final String BASE = "https://cervicalcds.org/fhir";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private FhirJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** What every definition says of itself; the content is unsigned, so that it is a draft. */
    static ObjectNode definition(String type, String id, String title, String version, boolean active) {
        ObjectNode resource = object();
        resource.put("resourceType", type).put("id", id).put("url", BASE + "/" + type + "/" + id);
        resource.put("version", version).put("name", CqlText.library(id)).put("title", title);
        resource.put("status", active ? "active" : "draft");
        return resource;
    }

    static void concept(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }

    static void expression(ObjectNode holder, String definition) {
        holder.putObject("expression").put("language", "text/cql-identifier").put("expression", definition);
    }

    static ArrayNode array(ObjectNode holder, String name) {
        return holder.has(name) ? (ArrayNode) holder.get(name) : holder.putArray(name);
    }

    static String text(ObjectNode node) {
        return JSON.writer().with(PRINTER).writeValueAsString(node) + "\n";
    }
}
