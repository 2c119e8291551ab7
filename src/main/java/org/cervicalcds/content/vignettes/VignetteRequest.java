package org.cervicalcds.content.vignettes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the patient of a vignette into the CDS Hooks request that an EHR would send, everything prefetched. */
final class VignetteRequest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The prefetch keys that can be filled, and the resource type each holds; in one order, so that the same vignette is the same request. */
    private static final SortedMap<String, String> KEYS = new TreeMap<>(Map.ofEntries(
            Map.entry("conditions", "Condition"),
            Map.entry("diagnosticReports", "DiagnosticReport"),
            Map.entry("procedures", "Procedure"),
            Map.entry("imagingStudies", "ImagingStudy"),
            Map.entry("serviceRequests", "ServiceRequest"),
            Map.entry("medicationRequests", "MedicationRequest"),
            Map.entry("medicationStatements", "MedicationStatement"),
            Map.entry("medicationDispenses", "MedicationDispense"),
            Map.entry("medicationAdministrations", "MedicationAdministration"),
            Map.entry("boneDensityTscore", "Observation"),
            Map.entry("bodyTemperature", "Observation"),
            Map.entry("fallHistory", "Observation"),
            Map.entry("smokingStatus", "Observation"),
            Map.entry("bodyWeight", "Observation"),
            Map.entry("phq9", "Observation")));

    private static final int TOTAL_WHEN_CUT = 40;

    private final ObjectNode request = JSON.createObjectNode();

    VignetteRequest(Fields fields, Map<String, CodeSystem> systems, String hook) {
        VignetteResources resources = new VignetteResources(systems);
        List<ObjectNode> record = new ArrayList<>();
        for (Fields condition : fields.objects("conditions")) {
            record.add(ended(condition, resources.condition(condition, record.size())));
        }
        for (Fields observation : fields.objects("observations")) {
            record.add(ended(observation, resources.observation(observation, record.size())));
        }
        for (Fields report : fields.objects("reports")) {
            record.add(ended(report, resources.report(report, record.size())));
        }
        for (Fields medication : fields.objects("medications")) {
            record.add(ended(medication, resources.medication(medication, record.size())));
        }
        for (Fields order : fields.objects("orders")) {
            record.add(ended(order, resources.order(order, "o" + (record.size() + 1), "active")));
        }
        Hook known = Hook.named(hook);
        Hook.Orders orders = known == null ? Hook.Orders.RECORDED : known.orders();
        List<String> selections = new ArrayList<>();
        List<String> dispatched = new ArrayList<>();
        List<ObjectNode> drafts = new ArrayList<>();
        for (Fields draft : fields.objects("drafts")) {
            boolean selected = draft.flag("selected", true);
            boolean dispatches = orders == Hook.Orders.DISPATCHED;
            ObjectNode order =
                    ended(draft, resources.order(draft, "d" + (drafts.size() + 1), dispatches ? "active" : "draft"));
            drafts.add(order);
            String reference =
                    order.get("resourceType").asString() + "/" + order.get("id").asString();
            if (dispatches) {
                record.add(order);
                dispatched.add(reference);
            } else if (selected) {
                selections.add(reference);
            }
        }
        request.put("hook", hook);
        request.put("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
        ObjectNode context = request.putObject("context");
        if (orders != Hook.Orders.DISPATCHED) {
            context.put("userId", "Practitioner/example");
        }
        context.put("patientId", VignetteResources.PATIENT);
        ObjectNode prefetch = JSON.createObjectNode();
        prefetch.set("patient", resources.patient(fields));
        if (known != null && known.ofEncounter()) {
            context.put("encounterId", VignetteResources.ENCOUNTER);
        }
        fields.optional("encounter", encounter -> {
            context.put("encounterId", VignetteResources.ENCOUNTER);
            prefetch.set("encounter", resources.encounter(encounter));
        });
        switch (orders) {
            case RECORDED -> {}
            case SELECTED_DRAFTS -> {
                ArrayNode selected = context.putArray("selections");
                selections.forEach(selected::add);
                bundle(context.putObject("draftOrders"), drafts);
            }
            case DRAFTS -> bundle(context.putObject("draftOrders"), drafts);
            case DISPATCHED -> {
                ArrayNode references = context.putArray("dispatchedOrders");
                dispatched.forEach(references::add);
                fields.optional("performer", performer -> {
                    context.put("performer", VignetteResources.PERFORMER);
                    if (!performer.flag("unread", false)) {
                        prefetch.set("performer", resources.performer(performer));
                    }
                });
            }
        }
        supply(prefetch, record, keys(fields, "not-supplied"), keys(fields, "cut-short"));
        request.set("prefetch", prefetch);
    }

    private static ObjectNode ended(Fields fields, ObjectNode resource) {
        fields.end();
        return resource;
    }

    private static Set<String> keys(Fields fields, String key) {
        List<String> keys = fields.texts(key);
        for (String name : keys) {
            if (!KEYS.containsKey(name)) {
                fields.problems().unknown(fields.file(), fields.path(key), "prefetch key", name, KEYS.keySet());
            }
        }
        return Set.copyOf(keys);
    }

    /**
     * Observations come under every observation key: the service reads each by its code, and the same resource counts once. What is cut short
     * is the first page of {@value #TOTAL_WHEN_CUT} entries, and the next page never comes.
     */
    private static void supply(
            ObjectNode prefetch, List<ObjectNode> record, Set<String> missing, Set<String> cutShort) {
        KEYS.forEach((key, type) -> {
            if (!missing.contains(key)) {
                ObjectNode bundle = prefetch.putObject(key);
                bundle(
                        bundle,
                        record.stream()
                                .filter(resource ->
                                        resource.get("resourceType").asString().equals(type))
                                .toList());
                if (cutShort.contains(key)) {
                    bundle.put("total", TOTAL_WHEN_CUT);
                    bundle.putArray("link").addObject().put("relation", "next").put("url", "https://fhir.example/next");
                }
            }
        });
    }

    private static void bundle(ObjectNode bundle, List<ObjectNode> resources) {
        bundle.put("resourceType", "Bundle").put("type", "searchset");
        if (!resources.isEmpty()) {
            ArrayNode entries = bundle.putArray("entry");
            resources.forEach(resource -> entries.addObject().set("resource", resource));
        }
    }

    byte[] bytes() {
        return JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable ObjectNode concept(
            Fields fields,
            List<String> codes,
            @Nullable String text,
            @Nullable String display,
            Map<String, CodeSystem> systems,
            String key) {
        if (codes.isEmpty() && text == null && display == null) {
            return null;
        }
        ObjectNode concept = JSON.createObjectNode();
        if (!codes.isEmpty() || display != null) {
            ArrayNode codings = concept.putArray("coding");
            for (String code : codes) {
                String[] parts = code.split("\\|", 2);
                CodeSystem system = systems.get(parts[0]);
                ObjectNode coding = codings.addObject();
                if (parts.length == 2 && system != null) {
                    coding.put("system", system.uri()).put("code", parts[1]);
                } else if (parts.length == 2 && parts[0].contains(":")) {
                    coding.put("system", parts[0]).put("code", parts[1]);
                } else {
                    fields.problem(key, "has '" + code + "'; it must be a code like icd-10-cm|M45.2");
                }
                if (display != null) {
                    coding.put("display", display);
                }
            }
            if (codes.isEmpty() && display != null) {
                codings.addObject().put("display", display);
            }
        }
        if (text != null) {
            concept.put("text", text);
        }
        return concept;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
