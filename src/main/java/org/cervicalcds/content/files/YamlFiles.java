package org.cervicalcds.content.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Parses content files, each once, lays a site's files over them, and remembers which were asked for. */
public final class YamlFiles {
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ContentFiles files;
    private final Problems problems;
    private final Set<String> read = new HashSet<>();

    public YamlFiles(ContentFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** A file that must be there. */
    public Fields required(String path) {
        if (!files.has(path)) {
            problems.add(path, "", "is missing");
            return new Fields(JsonNodeFactory.instance.objectNode(), path, "", problems);
        }
        return read(path);
    }

    /** A file that may be missing, which is as good as empty. */
    public Fields optional(String path) {
        return files.has(path) ? read(path) : new Fields(JsonNodeFactory.instance.objectNode(), path, "", problems);
    }

    /** The files below a folder, in the order of their names. */
    public List<String> below(String folder) {
        List<String> paths = new ArrayList<>();
        for (String path : paths()) {
            if (path.startsWith(folder + "/")) {
                paths.add(path);
            }
        }
        return paths;
    }

    public List<String> paths() {
        Set<String> paths = new TreeSet<>(files.texts().keySet());
        paths.addAll(files.overlay().keySet());
        return List.copyOf(paths);
    }

    public Fields read(String path) {
        return new Fields(parse(path), told(path), "", problems);
    }

    /** The name under which problems of a file are told. */
    public String told(String path) {
        return files.overlay().containsKey(path) ? "overlay/" + path : path;
    }

    public JsonNode parse(String path) {
        read.add(path);
        String shipped = files.texts().get(path);
        String site = files.overlay().get(path);
        JsonNode node = shipped == null ? null : parse(path, shipped);
        JsonNode over = site == null ? null : parse(told(path), site);
        if (node == null || over == null) {
            JsonNode only = node == null ? over : node;
            return only == null ? JsonNodeFactory.instance.objectNode() : only;
        }
        return new OverlayMerge(told(path), problems).over(path, node, over);
    }

    private @Nullable JsonNode parse(String told, String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() || node.isNull() ? null : node;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
            problems.unreadable(
                    told,
                    line,
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""));
            return null;
        }
    }

    /** Leaves a file to another reader. */
    public void leave(String path) {
        read.add(path);
    }

    /** A file that nobody reads is a mistake: a misspelt name would otherwise switch content off in silence. */
    public void refuseUnread() {
        for (String path : paths()) {
            if (!read.contains(path)) {
                problems.add(told(path), "", "is not a file that is known here");
            }
        }
    }
}
