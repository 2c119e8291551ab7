package org.cervicalcds.export;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CQL libraries as FHIR Libraries; ELM is added by the translator, which is no part of the service. */
final class LibraryResources {
    private final String version;
    private final List<String> valueSets;

    /** @param valueSets ids of the sets that the findings use */
    LibraryResources(String version, List<String> valueSets) {
        this.version = version;
        this.valueSets = valueSets;
    }

    ObjectNode resource(Library library) {
        ObjectNode resource = FhirJson.object();
        resource.put("resourceType", "Library").put("id", library.name());
        resource.put("url", FhirJson.BASE + "/Library/" + library.name());
        resource.put("version", version).put("name", library.name()).put("title", library.title());
        resource.put("status", "draft");
        FhirJson.concept(
                resource.putObject("type"), "http://terminology.hl7.org/CodeSystem/library-type", "logic-library");
        ArrayNode related = resource.putArray("relatedArtifact");
        related.addObject()
                .put("type", "depends-on")
                .put("resource", "http://hl7.org/fhir/Library/FHIR-ModelInfo|4.0.1");
        library.includes().forEach(other -> related.addObject()
                .put("type", "depends-on")
                .put("resource", FhirJson.BASE + "/Library/" + other + "|" + version));
        if (library.name().equals(CardLibrary.SHARED)) {
            valueSets.forEach(set ->
                    related.addObject().put("type", "depends-on").put("resource", ValueSetResources.address(set)));
        }
        if (library.name().equals("CervicalChart")) {
            parameters(resource.putArray("parameter"));
        }
        resource.putArray("content")
                .addObject()
                .put("contentType", "text/cql")
                .put("data", Base64.getEncoder().encodeToString(library.cql().getBytes(StandardCharsets.UTF_8)));
        return resource;
    }

    private static void parameters(ArrayNode parameters) {
        List.of("Hook", "Encounter id", "Performer").forEach(name -> parameter(parameters, name, "1"));
        List.of("Draft orders", "Selected orders", "Dispatched orders", "Not supplied")
                .forEach(name -> parameter(parameters, name, "*"));
    }

    private static void parameter(ArrayNode parameters, String name, String most) {
        parameters
                .addObject()
                .put("name", name)
                .put("use", "in")
                .put("min", 0)
                .put("max", most)
                .put("type", "string");
    }
}
