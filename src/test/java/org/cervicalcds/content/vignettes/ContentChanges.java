package org.cervicalcds.content.vignettes;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Every single change that can be made to a content file: an entry taken away, an order turned round, a value replaced. */
final class ContentChanges {
    private final String path;
    private final JsonNode root;
    private final Map<String, Set<String>> textsByPlace = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();

    /** A file with one change, as JSON, which is YAML. */
    record Change(String path, String what, Supplier<String> text) {
        @Override
        public String toString() {
            return path + ": " + what;
        }
    }

    private ContentChanges(String path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    static List<Change> of(ContentFiles files, String path) {
        ContentChanges all = new ContentChanges(path, new YamlFiles(files, new Problems()).parse(path));
        all.gather(all.root, "");
        all.visit(List.of(), all.root);
        return all.changes;
    }

    /** The file without a change, as JSON. */
    static String same(ContentFiles files, String path) {
        return new YamlFiles(files, new Problems()).parse(path).toString();
    }

    /** Texts that stand under the same key, by that key: each may take the place of the other. */
    private void gather(JsonNode node, String key) {
        if (node.isString()) {
            textsByPlace.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(node.asString());
        }
        node.properties().forEach(entry -> gather(entry.getValue(), entry.getKey()));
        if (node.isArray()) {
            node.forEach(element -> gather(element, key));
        }
    }

    private void visit(List<Object> way, JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String key : object.propertyNames()) {
                change(way, "without " + key, object.deepCopy().without(key));
                visit(with(way, key), object.get(key));
            }
            change(way, "keys in another order", turned(object));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                ArrayNode less = array.deepCopy();
                less.remove(i);
                change(way, "without element " + i, less);
                visit(with(way, i), array.get(i));
            }
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            Collections.reverse(elements);
            change(way, "in another order", JsonNodeFactory.instance.arrayNode().addAll(elements));
        } else if (node.isBoolean()) {
            change(way, "is not " + node, BooleanNode.valueOf(!node.asBoolean()));
        } else if (node.isNumber()) {
            change(way, "is 0", DecimalNode.valueOf(BigDecimal.ZERO));
            change(
                    way,
                    "is ten times as much",
                    DecimalNode.valueOf(node.decimalValue().movePointRight(1)));
        } else if (node.isString()) {
            String key = String.valueOf(way.stream()
                    .filter(String.class::isInstance)
                    .reduce((a, b) -> b)
                    .orElse(""));
            List<String> others = new ArrayList<>(textsByPlace.getOrDefault(key, Set.of()));
            others.remove(node.asString());
            if (!others.isEmpty()) {
                String other = others.get(Math.floorMod(node.asString().hashCode(), others.size()));
                change(way, "is '" + other + "'", StringNode.valueOf(other));
            }
            change(way, "is another word", StringNode.valueOf("x" + node.asString()));
        }
    }

    private static ObjectNode turned(ObjectNode object) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.properties());
        Collections.reverse(entries);
        ObjectNode turned = JsonNodeFactory.instance.objectNode();
        entries.forEach(entry -> turned.set(entry.getKey(), entry.getValue()));
        return turned;
    }

    private static List<Object> with(List<Object> way, Object step) {
        List<Object> longer = new ArrayList<>(way);
        longer.add(step);
        return longer;
    }

    private void change(List<Object> way, String what, JsonNode instead) {
        changes.add(new Change(
                path, way + " " + what, () -> replaced(root, way, instead).toString()));
    }

    private static JsonNode replaced(JsonNode node, List<Object> way, JsonNode instead) {
        if (way.isEmpty()) {
            return instead;
        }
        List<Object> rest = way.subList(1, way.size());
        if (node instanceof ObjectNode object && way.get(0) instanceof String key) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(entry -> copy.set(
                            entry.getKey(),
                            entry.getKey().equals(key) ? replaced(entry.getValue(), rest, instead) : entry.getValue()));
            return copy;
        }
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < node.size(); i++) {
            copy.add(way.get(0).equals(i) ? replaced(node.get(i), rest, instead) : node.get(i));
        }
        return copy;
    }
}
