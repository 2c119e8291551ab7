package org.cervicalcds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything that is changed of a resource, one thing at a time: a part left out, another status, day, number, text, code. */
final class SingleChanges {
    private static final List<String> UNTOUCHED = List.of("id", "subject");
    private static final int[] DAYS = {
        -4000, -1500, -800, -400, -370, -200, -185, -100, -92, -50, -35, -25, -15, -9, -8, -3, -1, 1, 3, 5, 8, 35, 100,
        400
    };
    private static final double[] TIMES = {-1, 0.1, 0.5, 0.9, 1.1, 2, 10};
    private static final List<String> COMPARATORS = List.of("<", "<=", ">", ">=");
    private static final List<String> UNITS = List.of("Cel", "[degF]", "kg", "[lb_av]", "g", "1", "%");
    private static final List<String> INTENTS = List.of("proposal", "plan", "order", "option");
    private static final List<String> TEXTS = List.of(
            "of the left knee",
            "of the lumbar spine",
            "of the neck",
            "history of",
            "no",
            "suspected",
            "status post",
            "physical therapy",
            "bez zmian w obrazie",
            "jaw");
    private static final List<String> IMAGES = List.of(
            "MRI of the cervical spine",
            "CT of the cervical spine",
            "X-ray of the cervical spine",
            "MRI of the whole spine",
            "MRI of the brain",
            "MRT der HWS");

    private static final List<String> WORDY = List.of("code", "medicationCodeableConcept", "conclusion", "note");

    /** Where codes stand beside the one that says what it is. */
    private static final List<String> CODED = List.of("reasonCode", "conclusionCode", "category", "bodySite");

    /** Here any other word is as good as one more. */
    private static final List<String> REPLACED = List.of("bodySite", "reasonCode");

    private static final Pattern DATED = Pattern.compile("\\d{4}-\\d\\d");

    private final ObjectNode resource;
    private final List<Change> changes = new ArrayList<>();

    private SingleChanges(ObjectNode resource) {
        this.resource = resource;
    }

    /**
     * What a finding asks for.
     *
     * @param codes as system and code
     */
    record Material(List<String> codes, List<String> words) {

        /** Ways to make a resource say each of it. */
        List<Change> says() {
            List<Change> all = new ArrayList<>();
            codes.forEach(coded -> all.add(new Change("code " + coded, resource -> code(resource, coded))));
            words.forEach(one -> {
                all.add(new Change("only the words " + one, resource -> onlyWords(resource, one)));
                all.add(new Change("conclusion " + one, resource -> resource.put("conclusion", one)));
            });
            return all;
        }
    }

    /**
     * One change, by name.
     *
     * @param make changes a copy of the resource
     */
    record Change(String name, Consumer<ObjectNode> make) {
        /** This one and then another. */
        Change and(Change other) {
            return new Change(name + ", " + other.name, make.andThen(other.make));
        }
    }

    /**
     * @param others resources of the same type, of which the codes are taken
     * @param from codes and words to take
     */
    static List<Change> of(ObjectNode resource, List<ObjectNode> others, Material from) {
        SingleChanges all = new SingleChanges(resource);
        all.parts(resource, "");
        all.states();
        all.days();
        Stream.concat(TEXTS.stream(), from.words().stream()).forEach(all::words);
        from.words().forEach(word -> {
            all.words("no " + word);
            all.words(word + ", no change");
        });
        String code = codeOf(resource);
        for (ObjectNode other : others) {
            if (other.has(code)) {
                all.add("code of another", copy -> copy.set(code, other.get(code)));
            }
        }
        all.changes.addAll(from.says());
        all.coded(code, others, from);
        IMAGES.forEach(words -> all.add("only the words " + words, copy -> onlyWords(copy, words)));
        return all.changes;
    }

    /** Codes in other places, beside the one that is there, and words beside a code that says something else. */
    private void coded(String code, List<ObjectNode> others, Material from) {
        for (String coded : from.codes()) {
            for (String field : CODED) {
                add(
                        field + "= " + coded,
                        copy -> coding(copy.putArray(field).addObject().putArray("coding"), coded));
            }
            add("and " + coded, copy -> coding(copy.withObject(code).withArray("coding"), coded));
        }
        List<ObjectNode> with =
                others.stream().filter(other -> other.path(code).has("coding")).toList();
        for (int i = 0; i < from.words().size() && !with.isEmpty(); i++) {
            String words = from.words().get(i);
            JsonNode other = with.get(i % with.size()).path(code).path("coding");
            add(
                    "beside a code " + words,
                    copy -> copy.putObject(code).put("text", words).set("coding", other));
        }
    }

    private static void coding(ArrayNode codings, String coded) {
        int bar = coded.indexOf('|');
        codings.addObject().put("system", coded.substring(0, bar)).put("code", coded.substring(bar + 1));
    }

    /** @param coded system and code, which take the place of what was there */
    static void code(ObjectNode resource, String coded) {
        coding(resource.putObject(codeOf(resource)).putArray("coding"), coded);
    }

    /** Words in place of a code. */
    private static void onlyWords(ObjectNode resource, String words) {
        resource.putObject(codeOf(resource)).put("text", words);
    }

    private static String codeOf(ObjectNode resource) {
        return resource.has("medicationCodeableConcept") ? "medicationCodeableConcept" : "code";
    }

    private void add(String name, Consumer<ObjectNode> change) {
        changes.add(new Change(name, change));
    }

    /** Leaves out each part, and changes each number. */
    private void parts(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String name = field.getKey();
                if (path.isEmpty() && UNTOUCHED.contains(name) || name.equals("resourceType")) {
                    continue;
                }
                add("without " + path + "/" + name, copy -> at(copy, path, of -> ((ObjectNode) of).remove(name)));
                if (field.getValue().isNumber()) {
                    double value = field.getValue().asDouble();
                    for (double times : TIMES) {
                        add(
                                path + "/" + name + " times " + times,
                                copy -> at(copy, path, of -> ((ObjectNode) of).put(name, value * times)));
                    }
                    COMPARATORS.forEach(comparator -> add(
                            path + "/comparator " + comparator,
                            copy -> at(copy, path, of -> ((ObjectNode) of).put("comparator", comparator))));
                    UNITS.forEach(unit -> add(
                            path + "/code " + unit,
                            copy -> at(copy, path, of -> ((ObjectNode) of)
                                    .put("code", unit)
                                    .put("unit", unit))));
                }
                parts(field.getValue(), path + "/" + name);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                if (array.size() > 1) {
                    add("without " + path + "/" + i, copy -> at(copy, path, of -> ((ArrayNode) of).remove(at)));
                }
                parts(array.get(i), path + "/" + i);
            }
        }
    }

    private static void at(ObjectNode copy, String path, Consumer<JsonNode> change) {
        JsonNode node = copy.at(path);
        if (!node.isMissingNode()) {
            change.accept(node);
        }
    }

    private void states() {
        String type = resource.path("resourceType").asString();
        MixedCharts.STATUS
                .getOrDefault(type, List.of())
                .forEach(status -> add("status " + status, copy -> copy.put("status", status)));
        if (type.equals("Condition")) {
            MixedCharts.VERIFICATION.forEach(code -> state("verificationStatus", "condition-ver-status", code));
            MixedCharts.CLINICAL.forEach(code -> state("clinicalStatus", "condition-clinical", code));
        }
        if (type.equals("DiagnosticReport")) {
            add("more in a file", copy -> copy.putArray("presentedForm")
                    .addObject()
                    .put("contentType", "application/pdf")
                    .put("url", "Binary/1"));
        }
        if (type.endsWith("Request")) {
            INTENTS.forEach(intent -> add("intent " + intent, copy -> copy.put("intent", intent)));
            add("not to be done", copy -> copy.put("doNotPerform", true));
        }
    }

    private void state(String field, String system, String code) {
        add(field + " " + code, copy -> copy.putObject(field)
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/" + system)
                .put("code", code));
    }

    private void days() {
        for (Integer parts : new Integer[] {0, 1, 2}) {
            add("dates of " + parts, copy -> MixedCharts.days(copy, 0, parts));
        }
        List<String> dated = resource.propertyNames().stream()
                .filter(field -> DATED.matcher(resource.get(field).toString()).find())
                .toList();
        for (int days : DAYS) {
            add("dates by " + days, copy -> MixedCharts.days(copy, days, null));
            for (String field : dated.size() > 1 ? dated : List.<String>of()) {
                add(field + " by " + days, copy -> {
                    ObjectNode part = copy.objectNode().set(field, copy.get(field));
                    MixedCharts.days(part, days, null);
                    copy.set(field, part.get(field));
                });
            }
        }
    }

    /** Says more, or something else, where there may be words. */
    private void words(String text) {
        for (String field : REPLACED) {
            say(field, text);
        }
        for (String field : WORDY) {
            JsonNode there = resource.path(field);
            if (!there.isMissingNode() || field.equals("note")) {
                String before = there.isString()
                        ? there.asString()
                        : (there.isArray() ? there.path(0) : there).path("text").asString("");
                say(field, text);
                if (!before.isEmpty()) {
                    say(field, before + " " + text);
                    say(field, text + " " + before);
                }
            }
        }
    }

    private void say(String field, String words) {
        add(field + " " + words, copy -> {
            JsonNode there = copy.path(field);
            boolean many = there.isArray() || there.isMissingNode() && !field.endsWith("onclusion");
            if (there.isString()) {
                copy.put(field, words);
            } else if (there instanceof ObjectNode concept) {
                concept.put("text", words);
            } else if (many) {
                ArrayNode list = there instanceof ArrayNode array ? array : copy.putArray(field);
                ObjectNode first = list.get(0) instanceof ObjectNode one ? one : list.addObject();
                first.put("text", words);
            }
        });
    }
}
