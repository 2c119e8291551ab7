package org.cervicalcds.content.files;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** A YAML mapping that is read strictly: every key must be asked for, and what is wrong is gathered, not thrown. */
public final class Fields {
    private final JsonNode node;
    private final String file;
    private final String path;
    private final Problems problems;
    private final NameReferences mentions;
    private final Set<String> asked = new LinkedHashSet<>();

    public Fields(JsonNode node, String file, String path, Problems problems) {
        this(node, file, path, problems, new NameReferences());
    }

    private Fields(JsonNode node, String file, String path, Problems problems, NameReferences mentions) {
        this.node = node;
        this.file = file;
        this.path = path;
        this.problems = problems;
        this.mentions = mentions;
        if (!node.isObject()) {
            problems.add(file, path, "must be a mapping of keys");
        }
    }

    public String file() {
        return file;
    }

    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public Problems problems() {
        return problems;
    }

    /** What this mapping and those inside it name. */
    public NameReferences mentions() {
        return mentions;
    }

    /** Everything that was written. */
    public Map<String, Object> plain() {
        return YamlValues.mapping(node);
    }

    public void problem(String key, String what) {
        problems.add(file, path(key), what);
    }

    public boolean has(String key) {
        asked.add(key);
        return node.has(key) && !node.get(key).isNull();
    }

    private JsonNode at(String key) {
        asked.add(key);
        JsonNode value = node.get(key);
        return value == null ? MissingNode.getInstance() : value;
    }

    /** A text that must be there. */
    public String text(String key) {
        JsonNode value = at(key);
        if (value.isMissingNode()
                || value.isNull()
                || value.isValueNode() && value.asString().isBlank()) {
            problem(key, "is missing");
            return "";
        }
        return scalar(key, value);
    }

    @Nullable
    public String optionalText(String key) {
        return has(key) ? text(key) : null;
    }

    private String scalar(String key, JsonNode value) {
        if (!value.isValueNode()) {
            problem(key, "must be a text");
            return "";
        }
        // Findings are looked up by name for each call: the same name is one object.
        return value.asString().strip().intern();
    }

    /** A list of texts; empty where the key is missing. */
    public List<String> texts(String key) {
        return elements(key).stream().map(element -> scalar(key, element)).toList();
    }

    /** A list of names of some kind; unknown ones are problems. */
    public List<String> known(String key, String kind, Set<String> known) {
        List<String> names = new ArrayList<>();
        for (String name : texts(key)) {
            if (known.contains(name)) {
                names.add(name);
            } else {
                problems.unknown(file, path(key), kind, name, known);
            }
        }
        return List.copyOf(names);
    }

    public boolean isList(String key) {
        return at(key).isArray();
    }

    public boolean isObject(String key) {
        return at(key).isObject();
    }

    public boolean isNumber(String key) {
        return at(key).isNumber();
    }

    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = at(key);
        if (!value.isBoolean()) {
            problem(key, "must be true or false");
            return otherwise;
        }
        return value.asBoolean();
    }

    public int number(String key, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = at(key);
        if (!value.isInt()) {
            problem(key, "must be a whole number");
            return otherwise;
        }
        return value.asInt();
    }

    public int number(String key) {
        if (!has(key)) {
            problem(key, "is missing");
            return 0;
        }
        return number(key, 0);
    }

    @Nullable
    public BigDecimal decimal(String key) {
        if (!has(key)) {
            return null;
        }
        JsonNode value = at(key);
        if (!value.isNumber()) {
            problem(key, "must be a number");
            return null;
        }
        return value.decimalValue();
    }

    /** One of some words, as an enum constant with hyphens for underscores. */
    public <E extends Enum<E>> E word(String key, Class<E> type, @Nullable E otherwise) {
        E first = type.getEnumConstants()[0];
        if (!has(key)) {
            if (otherwise == null) {
                problem(key, "is missing");
            }
            return otherwise == null ? first : otherwise;
        }
        String word = text(key);
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            if (name.equals(word)) {
                return constant;
            }
            known.add(name);
        }
        problem(key, "is '" + word + "'; it must be one of " + String.join(", ", known));
        return otherwise == null ? first : otherwise;
    }

    /** The mapping under a key that must be there. */
    public Fields object(String key) {
        JsonNode value = at(key);
        if (value.isMissingNode()) {
            problem(key, "is missing");
            return new Fields(
                    tools.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
                    file,
                    path(key),
                    problems,
                    mentions);
        }
        return new Fields(value, file, path(key), problems, mentions);
    }

    public List<Fields> objects(String key) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            objects.add(new Fields(element, file, path(key) + "[" + objects.size() + "]", problems));
        }
        return objects;
    }

    /** Elements of a list that are texts or mappings. */
    public List<JsonNode> elements(String key) {
        JsonNode value = at(key);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            problem(key, "must be a list");
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    /** A mapping of names to texts, in the order written. */
    public Map<String, String> textsByName(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(key)) {
            object(key)
                    .each((name, value) -> texts.put(
                            name, value.isValueNode() ? value.asString().strip() : ""));
        }
        return texts;
    }

    public interface Named {
        void take(String name, JsonNode value);
    }

    /** Hands out every key, whatever its name. */
    public void each(Named named) {
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                asked.add(entry.getKey());
                named.take(entry.getKey(), entry.getValue());
            });
        }
    }

    /** Hands out every key as a mapping of its own. */
    public void eachObject(java.util.function.BiConsumer<String, Fields> named) {
        each((name, value) -> {
            Fields fields = new Fields(value, file, path(name), problems);
            named.accept(name, fields);
            fields.end();
        });
    }

    public void optional(String key, Consumer<Fields> reader) {
        if (has(key)) {
            Fields fields = object(key);
            reader.accept(fields);
            fields.end();
        }
    }

    /** Says that everything was asked for: what is left is not known. */
    public void end() {
        if (!node.isObject()) {
            return;
        }
        for (String key : node.propertyNames()) {
            if (!asked.contains(key)) {
                String near = Problems.nearest(key, asked);
                problems.add(
                        file,
                        path(key),
                        "is not known here"
                                + (near.isEmpty()
                                        ? "; known are " + String.join(", ", asked)
                                        : "; did you mean '" + near + "'?"));
            }
        }
    }
}
