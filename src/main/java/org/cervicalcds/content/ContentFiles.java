package org.cervicalcds.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The YAML files of a content folder, by path relative to it, with forward slashes.
 *
 * @param overlay files of a site that are laid over them; empty for none
 */
public record ContentFiles(SortedMap<String, String> texts, SortedMap<String, String> overlay) {

    public ContentFiles(SortedMap<String, String> texts) {
        this(texts, Collections.emptySortedMap());
    }

    /**
     * Reads every {@code .yaml} file below a folder.
     *
     * @throws IllegalArgumentException where it is no folder
     */
    public static ContentFiles in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder.toAbsolutePath() + " is no folder");
        }
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the content folder " + folder + " cannot be read", e);
        }
        return new ContentFiles(texts);
    }

    /** The same files with one of them replaced or added. */
    public ContentFiles with(String path, String text) {
        SortedMap<String, String> changed = new TreeMap<>(texts);
        changed.put(path, text);
        return new ContentFiles(changed, overlay);
    }

    /** The same files with those of a site laid over them: maps are merged key by key, lists and single values take the place of the old. */
    public ContentFiles under(ContentFiles site) {
        return new ContentFiles(texts, site.texts());
    }

    boolean has(String path) {
        return texts.containsKey(path) || overlay.containsKey(path);
    }
}
