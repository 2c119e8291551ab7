package org.cervicalcds.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Parses content files, each once, and remembers which were asked for. */
final class YamlFiles {
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ContentFiles files;
    private final Problems problems;
    private final Set<String> read = new HashSet<>();

    YamlFiles(ContentFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** A file that must be there. */
    Fields required(String path) {
        if (!files.texts().containsKey(path)) {
            problems.add(path, "", "is missing");
            return new Fields(JsonNodeFactory.instance.objectNode(), path, "", problems);
        }
        return read(path);
    }

    /** The files below a folder, in the order of their names. */
    List<String> below(String folder) {
        List<String> paths = new ArrayList<>();
        for (String path : files.texts().keySet()) {
            if (path.startsWith(folder + "/")) {
                paths.add(path);
            }
        }
        return paths;
    }

    List<String> paths() {
        return List.copyOf(files.texts().keySet());
    }

    Fields read(String path) {
        return new Fields(parse(path), path, "", problems);
    }

    JsonNode parse(String path) {
        read.add(path);
        try {
            JsonNode node = MAPPER.readTree(files.texts().get(path));
            return node == null || node.isMissingNode() ? JsonNodeFactory.instance.objectNode() : node;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
            problems.add(
                    path,
                    line > 0 ? "line " + line : "",
                    "cannot be read: "
                            + String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** Leaves a file to another reader. */
    void leave(String path) {
        read.add(path);
    }

    /** A file that nobody reads is a mistake: a misspelt name would otherwise switch content off in silence. */
    void refuseUnread() {
        for (String path : files.texts().keySet()) {
            if (!read.contains(path)) {
                problems.add(path, "", "is not a file that is known here");
            }
        }
    }
}
