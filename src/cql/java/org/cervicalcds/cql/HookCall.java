package org.cervicalcds.cql;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A CDS Hooks call as a system that runs CQL sees it: the patient's data, and what the call says as parameters.
 *
 * @param data every resource, by its type
 * @param parameters of the library CervicalChart
 */
public record HookCall(Map<String, List<Resource>> data, Map<String, Object> parameters) {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Reads a request.
     *
     * @param wanted the prefetch keys of the hook: those that are missing were not supplied
     */
    public static HookCall read(byte[] request, Collection<String> wanted) {
        JsonNode call = JSON.readTree(request);
        JsonNode context = call.path("context");
        Map<String, Resource> resources = new LinkedHashMap<>();
        List<String> drafts = new ArrayList<>();
        for (JsonNode entry : context.path("draftOrders").path("entry")) {
            Resource draft = resource(entry.path("resource"));
            drafts.add(reference(draft));
            resources.put(reference(draft), draft);
        }
        JsonNode prefetch = call.path("prefetch");
        Set<String> supplied = prefetch.propertyNames().stream().collect(Collectors.toSet());
        String patient = context.path("patientId").asString();
        for (JsonNode given : prefetch) {
            if (given.path("resourceType").asString("").equals("Bundle")) {
                for (JsonNode entry : given.path("entry")) {
                    add(entry.path("resource"), patient, resources);
                }
            } else if (given.has("resourceType")) {
                add(given, patient, resources);
            }
        }
        Map<String, List<Resource>> data = new LinkedHashMap<>();
        resources.values().forEach(resource -> data.computeIfAbsent(resource.fhirType(), type -> new ArrayList<>())
                .add(resource));
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("Hook", call.path("hook").asString());
        put(parameters, "Encounter id", context.path("encounterId"));
        put(parameters, "Performer", context.path("performer"));
        parameters.put("Draft orders", drafts);
        parameters.put("Selected orders", strings(context.path("selections")));
        parameters.put("Dispatched orders", strings(context.path("dispatchedOrders")));
        parameters.put(
                "Not supplied",
                wanted.stream().filter(key -> !supplied.contains(key)).sorted().toList());
        return new HookCall(data, parameters);
    }

    /** Every resource as JSON. */
    List<String> json() {
        return data.values().stream()
                .flatMap(List::stream)
                .map(resource -> FHIR.newJsonParser().encodeResourceToString(resource))
                .toList();
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable JsonNode value) {
        if (value != null && value.isString()) {
            parameters.put(name, value.asString());
        }
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(one -> strings.add(one.asString()));
        return strings;
    }

    /** A server that is asked for one patient hands out no other's; a draft stands in the place of the order it changes. */
    private static void add(JsonNode json, String patient, Map<String, Resource> resources) {
        String subject = json.path("subject").path("reference").asString("");
        boolean another = subject.startsWith("Patient/")
                && !subject.equals("Patient/" + patient)
                && !subject.startsWith("Patient/" + patient + "/_history/");
        boolean otherPatient = json.path("resourceType").asString("").equals("Patient")
                && !json.path("id").asString("").equals(patient);
        if (!another && !otherPatient) {
            Resource resource = resource(json);
            resources.putIfAbsent(reference(resource), resource);
        }
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    private static Resource resource(JsonNode json) {
        IParser parser = FHIR.newJsonParser().setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
        return (Resource) parser.parseResource(new String(JSON.writeValueAsBytes(json), StandardCharsets.UTF_8));
    }
}
