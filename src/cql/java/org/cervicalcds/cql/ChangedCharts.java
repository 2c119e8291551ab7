package org.cervicalcds.cql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cervicalcds.content.vignettes.Vignette;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Vignettes that are changed in one place: in a resource, by one resource more, or in what came with the call. They expect nothing. */
final class ChangedCharts {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** So many pairs of changes are made of a resource, in turn with single ones as if of so many kinds. */
    private static final int PAIRS = 30;

    private static final int KINDS_OF_PAIRS = 4;

    /** The id of a resource that is put beside those of a vignette. */
    static final String MORE = "one-more";

    /** Of so many other vignettes codes are taken. */
    private static final int OTHERS = 8;

    private final List<Vignette> vignettes;
    private final List<Shape> shapes;
    private final List<String> hooks;
    private final Random random;

    /**
     * A resource with parts that no other one has in just this choice.
     *
     * @param key of the prefetch, empty for a draft order
     */
    record Shape(String key, ObjectNode resource) {
        boolean isDraft() {
            return key.isEmpty();
        }

        /** The parts that it has, of what. */
        String kind() {
            return key + new TreeSet<>(resource.propertyNames());
        }

        String reference() {
            return resource.path("resourceType").asString() + "/" + MORE;
        }
    }

    ChangedCharts(List<Vignette> vignettes, long seed) {
        this.vignettes = MixedCharts.withPatientAndWholeLists(vignettes);
        this.shapes = shapes(this.vignettes);
        this.hooks = this.vignettes.stream().map(Vignette::hook).distinct().toList();
        this.random = new Random(seed);
    }

    /**
     * One vignette with one change each of some of its resources or of the call: in turn one of each kind of change, in place of a resource or
     * beside it, and some with two.
     *
     * @param references of the resources
     * @param most so many of all changes
     */
    List<Vignette> changedOnce(Vignette of, Set<String> references, SingleChanges.Material from, int most) {
        Map<String, List<Supplier<Vignette>>> byKind = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (ObjectNode resource : resources(JSON.readTree(of.request()))) {
            String reference = MixedCharts.reference(resource);
            if (references.contains(reference) && seen.add(reference)) {
                List<SingleChanges.Change> changes = SingleChanges.of(resource, others(resource), from);
                for (SingleChanges.Change change : changes) {
                    List<Supplier<Vignette>> same =
                            byKind.computeIfAbsent(change.name().split(" ", 2)[0], kind -> new ArrayList<>());
                    same.add(() -> with(of, reference, change, false));
                    same.add(() -> with(of, reference, change, true));
                }
                for (int i = 0; i < PAIRS * KINDS_OF_PAIRS; i++) {
                    SingleChanges.Change two = any(changes).and(any(changes));
                    boolean beside = random.nextBoolean();
                    byKind.computeIfAbsent("two " + i % KINDS_OF_PAIRS, kind -> new ArrayList<>())
                            .add(() -> with(of, reference, two, beside));
                }
            }
        }
        byKind.values().forEach(same -> Collections.shuffle(same, random));
        List<Vignette> charts = calls(of);
        for (int i = 0; charts.size() < most && !byKind.isEmpty(); i++) {
            int at = i;
            byKind.values().removeIf(same -> same.size() <= at);
            byKind.values().forEach(same -> charts.add(same.get(at).get()));
        }
        return charts;
    }

    List<Shape> shapes() {
        return shapes;
    }

    /**
     * One vignette with one resource more, whose id is {@link #MORE}.
     *
     * @param says what is to be in it
     * @return nothing where the request has no place for it
     */
    Optional<Vignette> withOneMore(Vignette of, Shape shape, SingleChanges.Change says) {
        JsonNode request = JSON.readTree(of.request());
        JsonNode context = request.path("context");
        JsonNode bundle = shape.isDraft()
                ? context.path("draftOrders")
                : request.path("prefetch").path(shape.key());
        if (!(bundle instanceof ObjectNode to)
                || !bundle.path("resourceType").asString("").equals("Bundle")) {
            return Optional.empty();
        }
        ObjectNode resource = shape.resource().deepCopy();
        resource.put("id", MORE);
        if (resource.path("subject") instanceof ObjectNode subject) {
            subject.put("reference", "Patient/" + context.path("patientId").asString());
        }
        says.make().accept(resource);
        to.withArray("entry").addObject().set("resource", resource);
        if (shape.isDraft() && context.path("selections") instanceof ArrayNode selections) {
            selections.add(MixedCharts.reference(resource));
        }
        return Optional.of(new Vignette(
                of.card(), of.title() + " and " + says.name(), of.hook(), JSON.writeValueAsBytes(request), "silent"));
    }

    private static List<Shape> shapes(List<Vignette> vignettes) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Vignette vignette : vignettes) {
            JsonNode request = JSON.readTree(vignette.request());
            MixedCharts.entries(request.path("context").path("draftOrders")).forEach(draft -> shape("", draft, shapes));
            request.path("prefetch").properties().forEach(given -> MixedCharts.entries(given.getValue())
                    .forEach(one -> shape(given.getKey(), one, shapes)));
        }
        return List.copyOf(shapes.values());
    }

    private static void shape(String key, ObjectNode resource, Map<String, Shape> to) {
        if (resource.has("code") || resource.has("medicationCodeableConcept")) {
            Shape shape = new Shape(key, resource);
            to.putIfAbsent(shape.kind(), shape);
        }
    }

    /** The same chart on other hooks, and with one thing less that came with the call. */
    private List<Vignette> calls(Vignette of) {
        List<Vignette> calls = new ArrayList<>();
        for (String hook : hooks) {
            calls.add(called(of, hook, request -> request.put("hook", hook)));
        }
        JsonNode request = JSON.readTree(of.request());
        for (String part : List.of("context", "prefetch")) {
            for (String key : request.path(part).propertyNames()) {
                calls.add(called(of, of.hook(), copy -> ((ObjectNode) copy.path(part)).remove(key)));
            }
        }
        return calls;
    }

    private static Vignette called(Vignette of, String hook, Consumer<ObjectNode> change) {
        ObjectNode request = (ObjectNode) JSON.readTree(of.request());
        change.accept(request);
        return new Vignette(
                of.card(), of.title() + ", called " + hook, hook, JSON.writeValueAsBytes(request), "silent");
    }

    /** One vignette, of which the patient did not come. */
    static Vignette withoutPatient(Vignette of) {
        return called(of, of.hook(), request -> ((ObjectNode) request.path("prefetch")).remove("patient"));
    }

    /** @param beside the changed one stands beside the other, in place of it otherwise */
    private static Vignette with(Vignette of, String reference, SingleChanges.Change change, boolean beside) {
        JsonNode request = JSON.readTree(of.request());
        if (beside) {
            request.path("prefetch").forEach(bundle -> twin(bundle, reference, change));
            twin(request.path("context").path("draftOrders"), reference, change);
        } else {
            resources(request).stream()
                    .filter(one -> MixedCharts.reference(one).equals(reference))
                    .forEach(change.make());
        }
        return new Vignette(
                of.card(),
                reference + (beside ? " and " : ", ") + change.name(),
                of.hook(),
                JSON.writeValueAsBytes(request),
                "silent");
    }

    private static void twin(JsonNode bundle, String reference, SingleChanges.Change change) {
        for (ObjectNode resource : MixedCharts.entries(bundle)) {
            if (MixedCharts.reference(resource).equals(reference)) {
                ObjectNode twin = resource.deepCopy();
                twin.put("id", resource.path("id").asString() + "-twin");
                change.make().accept(twin);
                ((ArrayNode) bundle.get("entry")).addObject().set("resource", twin);
            }
        }
    }

    private static List<ObjectNode> resources(JsonNode request) {
        List<ObjectNode> resources =
                new ArrayList<>(MixedCharts.entries(request.path("context").path("draftOrders")));
        request.path("prefetch").forEach(bundle -> resources.addAll(MixedCharts.entries(bundle)));
        return resources;
    }

    /** Some of the same type, of other vignettes. */
    private List<ObjectNode> others(ObjectNode resource) {
        List<ObjectNode> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            resources(JSON.readTree(any(vignettes).request())).stream()
                    .filter(one -> one.path("resourceType").equals(resource.path("resourceType")))
                    .forEach(others::add);
        }
        return others;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
