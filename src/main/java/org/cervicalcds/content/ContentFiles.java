package org.cervicalcds.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The YAML files of a content folder, by path relative to it, with forward slashes. */
public record ContentFiles(SortedMap<String, String> texts) {

    /** Reads every {@code .yaml} file below a folder. */
    public static ContentFiles in(Path folder) {
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
        return new ContentFiles(changed);
    }
}
