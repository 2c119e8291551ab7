package org.cervicalcds.content.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Turns parsed YAML into texts, numbers, switches, lists and maps, so that readers of the content need no YAML. */
public final class YamlValues {
    private YamlValues() {}

    static Map<String, Object> mapping(JsonNode node) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        node.properties().forEach(entry -> mapping.put(entry.getKey(), value(entry.getValue())));
        return mapping;
    }

    public static List<Object> list(JsonNode node) {
        List<Object> list = new ArrayList<>();
        node.forEach(element -> list.add(value(element)));
        return list;
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            return mapping(node);
        }
        if (node.isArray()) {
            return list(node);
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.asString().strip();
    }
}
