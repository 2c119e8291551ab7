package org.cervicalcds.cql;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.vignettes.Vignette;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Requests put together from those of several vignettes, with some of their resources changed: another status, another day, a code of
 * another. They expect nothing: what CQL makes of them is compared with the service.
 */
final class MixedCharts {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(T.*)?)?)?");
    private static final Pattern OWN_ID = Pattern.compile("\"(id|reference)\":\"((?:#|[A-Za-z]+/)?[^\"/]+)\"");
    private static final int[] DAYS = {
        -4000, -1500, -700, -400, -200, -120, -95, -85, -50, -32, -28, -15, -8, -3, -1, 1, 5, 40, 400
    };
    private static final double[] TIMES = {-1, 0.3, 0.7, 0.9, 1.1, 1.5, 3};
    static final Map<String, List<String>> STATUS = Map.of(
            "Observation",
            List.of("registered", "preliminary", "final", "amended", "cancelled", "entered-in-error", "unknown"),
            "DiagnosticReport",
            List.of("registered", "partial", "preliminary", "final", "amended", "cancelled", "entered-in-error"),
            "ImagingStudy",
            List.of("registered", "available", "cancelled", "entered-in-error", "unknown"),
            "Procedure",
            List.of("preparation", "in-progress", "not-done", "on-hold", "completed", "entered-in-error", "stopped"),
            "ServiceRequest",
            List.of("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"),
            "MedicationRequest",
            List.of("active", "on-hold", "cancelled", "completed", "stopped", "draft", "entered-in-error", "unknown"),
            "MedicationStatement",
            List.of("active", "completed", "intended", "stopped", "on-hold", "not-taken", "unknown"),
            "MedicationDispense",
            List.of("preparation", "in-progress", "cancelled", "on-hold", "completed", "stopped", "declined"),
            "MedicationAdministration",
            List.of("in-progress", "not-done", "on-hold", "completed", "stopped", "entered-in-error"));
    static final List<String> VERIFICATION =
            List.of("unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error");
    static final List<String> CLINICAL =
            List.of("active", "recurrence", "relapse", "inactive", "remission", "resolved");

    private final List<Vignette> vignettes;
    private final Random random;

    MixedCharts(List<Vignette> vignettes, long seed) {
        this.vignettes = withPatientAndWholeLists(vignettes);
        this.random = new Random(seed);
    }

    /** Without a patient calls are refused, and CQL has no list that did not come whole. */
    static List<Vignette> withPatientAndWholeLists(List<Vignette> vignettes) {
        return vignettes.stream()
                .filter(vignette -> {
                    String request = new String(vignette.request(), StandardCharsets.UTF_8);
                    return request.contains("{\"resourceType\":\"Patient\",") && !request.contains("\"total\":");
                })
                // Files are read in any order, and the same seed is to give the same charts.
                .sorted(Comparator.comparing(Vignette::card).thenComparing(Vignette::title))
                .toList();
    }

    /** The next one; its card is that of the vignette that it began with. */
    Vignette next(int number) {
        Vignette first = any(vignettes);
        ObjectNode request = (ObjectNode) JSON.readTree(first.request());
        for (int others = random.nextInt(4), i = 0; i < others; i++) {
            add(renamed(any(vignettes), i), request);
        }
        ObjectNode prefetch = (ObjectNode) request.get("prefetch");
        // Some with little in them, in which one entry decides.
        int kept = 1 + random.nextInt(4);
        Map<String, Boolean> stays = new HashMap<>();
        prefetch.forEach(bundle -> thin(bundle, kept, stays));
        return changed(request, prefetch, first, number);
    }

    /** One vignette, changed. */
    Vignette changed(Vignette first, int number) {
        ObjectNode request = (ObjectNode) JSON.readTree(first.request());
        return changed(request, (ObjectNode) request.get("prefetch"), first, number);
    }

    private Vignette changed(ObjectNode request, ObjectNode prefetch, Vignette first, int number) {
        Map<String, ObjectNode> changed = new HashMap<>();
        for (String key : List.copyOf(prefetch.propertyNames())) {
            entries(prefetch.get(key)).forEach(resource -> {
                // What comes under two keys is one resource, and the same in both.
                ObjectNode known = changed.get(reference(resource));
                if (known == null) {
                    changed.put(reference(resource), resource);
                    perhapsChange(resource);
                } else {
                    resource.removeAll();
                    resource.setAll(known);
                }
            });
        }
        entries(request.path("context").path("draftOrders")).forEach(this::perhapsChange);
        if (random.nextInt(4) == 0) {
            List<String> keys = prefetch.propertyNames().stream()
                    .filter(key -> !key.equals("patient"))
                    .toList();
            if (!keys.isEmpty()) {
                prefetch.remove(any(keys));
            }
        }
        return new Vignette(first.card(), "mixed " + number, first.hook(), JSON.writeValueAsBytes(request), "silent");
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Resources of two vignettes may have the same id. */
    private static ObjectNode renamed(Vignette vignette, int number) {
        Matcher ids = OWN_ID.matcher(new String(vignette.request(), StandardCharsets.UTF_8));
        return (ObjectNode) JSON.readTree(ids.replaceAll(found -> {
            boolean patient = found.group(2).equals("p1") || found.group(2).startsWith("Patient/");
            return Matcher.quoteReplacement(
                    patient ? found.group() : "\"" + found.group(1) + "\":\"" + found.group(2) + "x" + number + "\"");
        }));
    }

    private void add(ObjectNode other, ObjectNode request) {
        other.path("prefetch")
                .properties()
                .forEach(given ->
                        append(given.getValue(), request.path("prefetch").path(given.getKey())));
        append(
                other.path("context").path("draftOrders"),
                request.path("context").path("draftOrders"));
    }

    /** What the request has not got is not supplied and stays so. */
    private static void append(JsonNode bundle, JsonNode to) {
        if (to instanceof ObjectNode into
                && into.path("resourceType").asString("").equals("Bundle")
                && bundle.has("entry")) {
            ArrayNode entries = into.get("entry") instanceof ArrayNode there ? there : into.putArray("entry");
            bundle.get("entry").forEach(entries::add);
        }
    }

    /**
     * Takes some entries out.
     *
     * @param kept so many of four stay
     * @param stays whether a resource does, wherever it comes
     */
    private void thin(JsonNode bundle, int kept, Map<String, Boolean> stays) {
        if (bundle.path("entry") instanceof ArrayNode entries) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                String resource =
                        entries.get(i).path("resource").path("resourceType").asString("") + "/"
                                + entries.get(i).path("resource").path("id").asString("");
                if (!stays.computeIfAbsent(resource, r -> random.nextInt(4) < kept)) {
                    entries.remove(i);
                }
            }
        }
    }

    static String reference(ObjectNode resource) {
        return resource.path("resourceType").asString() + "/"
                + resource.path("id").asString();
    }

    static List<ObjectNode> entries(JsonNode bundle) {
        List<ObjectNode> resources = new ArrayList<>();
        bundle.path("entry").forEach(entry -> {
            if (entry.path("resource") instanceof ObjectNode resource) {
                resources.add(resource);
            }
        });
        return resources;
    }

    private void perhapsChange(ObjectNode resource) {
        while (random.nextInt(5) < 2) {
            change(resource, resource.path("resourceType").asString());
        }
    }

    private void change(ObjectNode resource, String type) {
        switch (random.nextInt(7)) {
            case 0 -> days(resource, DAYS[random.nextInt(DAYS.length)], null);
            case 1 -> days(resource, 0, random.nextInt(3));
            case 2 -> numbers(resource, TIMES[random.nextInt(TIMES.length)]);
            case 3 -> codeOfAnother(resource, type);
            case 4 -> {
                List<String> fields = resource.propertyNames().stream()
                        .filter(field ->
                                !List.of("resourceType", "id", "subject").contains(field))
                        .toList();
                if (!fields.isEmpty()) {
                    resource.remove(any(fields));
                }
            }
            default -> {
                if (type.equals("Condition")) {
                    boolean verified = random.nextBoolean();
                    JsonNode coding = resource.path(verified ? "verificationStatus" : "clinicalStatus")
                            .path("coding")
                            .path(0);
                    if (coding instanceof ObjectNode one) {
                        one.put("code", any(verified ? VERIFICATION : CLINICAL));
                    }
                } else if (STATUS.containsKey(type)) {
                    resource.put("status", any(STATUS.get(type)));
                }
            }
        }
    }

    /** A code of the same kind of resource, and its words. */
    private void codeOfAnother(ObjectNode resource, String type) {
        String field = type.startsWith("Medication") ? "medicationCodeableConcept" : "code";
        JsonNode other = JSON.readTree(any(vignettes).request());
        for (JsonNode given : other.path("prefetch")) {
            for (ObjectNode one : entries(given)) {
                if (one.path("resourceType").asString().equals(type) && one.has(field)) {
                    resource.set(field, one.get(field));
                    return;
                }
            }
        }
    }

    /**
     * Moves every date.
     *
     * @param parts how much of it is left: the year, the month, or the day; null for all
     */
    static void days(JsonNode node, int days, @Nullable Integer parts) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                Matcher date = DATE.matcher(
                        field.getValue().isString() ? field.getValue().asString() : "");
                if (date.matches() && !field.getKey().equals("code")) {
                    object.set(field.getKey(), StringNode.valueOf(moved(date, days, parts)));
                } else {
                    days(field.getValue(), days, parts);
                }
            }
        } else if (node.isArray()) {
            node.forEach(one -> days(one, days, parts));
        }
    }

    private static String moved(Matcher date, int days, @Nullable Integer parts) {
        int year = Integer.parseInt(date.group(1));
        if (date.group(2) == null || parts != null && parts == 0) {
            return String.valueOf(year + days / 365);
        }
        int month = Integer.parseInt(date.group(2));
        if (date.group(3) == null || parts != null && parts == 1) {
            return YearMonth.of(year, month).plusMonths(days / 30).toString();
        }
        LocalDate day =
                LocalDate.of(year, month, Integer.parseInt(date.group(3))).plusDays(days);
        return day + (date.group(4) == null || parts != null ? "" : date.group(4));
    }

    private static void numbers(JsonNode node, double times) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                if (field.getValue().isNumber() && field.getKey().equals("value")) {
                    double value = Math.round(field.getValue().asDouble() * times * 100) / 100.0;
                    object.set(field.getKey(), DoubleNode.valueOf(value));
                } else {
                    numbers(field.getValue(), times);
                }
            }
        } else if (node.isArray()) {
            node.forEach(one -> numbers(one, times));
        }
    }
}
