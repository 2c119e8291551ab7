package org.cervicalcds.cql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * An exported package, as a server would read it.
 *
 * @param cql the text of each library, by its name
 * @param resources every resource, by file name
 */
public record CqlPackage(Map<String, String> cql, Map<String, JsonNode> resources) {
    private static final JsonMapper JSON = JsonMapper.shared();
    static final String TEXT = "text/cql";
    static final String ELM = "application/elm+json";

    /**
     * Reads the folder {@code package} of an export.
     *
     * @throws IllegalArgumentException where there is none, with a sentence for the user
     */
    public static CqlPackage read(Path folder) {
        if (!Files.exists(folder.resolve("package/package.json"))) {
            throw new IllegalArgumentException(folder + " holds no package; export cql writes one");
        }
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(folder.resolve("package"))) {
            for (Path file : all.sorted().toList()) {
                files.put("package/" + file.getFileName(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(files);
    }

    /** Reads the files of an export that was not written to a folder. */
    public static CqlPackage of(Map<String, String> files) {
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        Map<String, String> cql = new LinkedHashMap<>();
        files.forEach((name, text) -> {
            if (name.startsWith("package/") && !name.endsWith("package.json")) {
                JsonNode resource = JSON.readTree(text);
                resources.put(name, resource);
                if (resource.path("resourceType").asString().equals("Library")) {
                    cql.put(resource.get("name").asString(), content(resource));
                }
            }
        });
        return new CqlPackage(cql, resources);
    }

    private static String content(JsonNode library) {
        for (JsonNode content : library.get("content")) {
            if (content.get("contentType").asString().equals(TEXT)) {
                return new String(Base64.getDecoder().decode(content.get("data").asString()), StandardCharsets.UTF_8);
            }
        }
        throw new IllegalArgumentException(library.get("name") + " has no CQL");
    }

    /** The ids of all resources of a type, sorted. */
    public List<String> ids(String type) {
        return resources.values().stream()
                .filter(resource -> resource.path("resourceType").asString().equals(type))
                .map(resource -> resource.get("id").asString())
                .sorted()
                .toList();
    }

    /** The expansion of each value set, by its address: system and code with a bar between them. */
    public Map<String, List<String>> expansions() {
        Map<String, List<String>> expansions = new LinkedHashMap<>();
        for (JsonNode resource : resources.values()) {
            if (resource.path("resourceType").asString().equals("ValueSet")) {
                List<String> codes = new ArrayList<>();
                for (JsonNode code : resource.get("expansion").get("contains")) {
                    codes.add(code.get("system").asString() + "|"
                            + code.get("code").asString());
                }
                expansions.put(resource.get("url").asString(), codes);
            }
        }
        return expansions;
    }

    /** Writes ELM into the libraries of a folder that the export was written to, in place of what is there. */
    public void writeElm(Path folder, Map<String, String> elm) {
        resources.forEach((name, resource) -> {
            String library = resource.path("name").asString("");
            if (resource.path("resourceType").asString().equals("Library") && elm.containsKey(library)) {
                ArrayNode contents = (ArrayNode) resource.get("content");
                for (int i = contents.size() - 1; i >= 0; i--) {
                    if (contents.get(i).path("contentType").asString("").equals(ELM)) {
                        contents.remove(i);
                    }
                }
                contents.addObject()
                        .put("contentType", ELM)
                        .put(
                                "data",
                                Base64.getEncoder()
                                        .encodeToString(elm.get(library).getBytes(StandardCharsets.UTF_8)));
                try {
                    Files.writeString(folder.resolve(name), resource.toPrettyString() + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
