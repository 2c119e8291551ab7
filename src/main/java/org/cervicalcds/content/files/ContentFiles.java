package org.cervicalcds.content.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The YAML files and translations of a content folder, by path relative to it, with forward slashes.
 *
 * @param overlay files of a site that are laid over them; empty for none
 */
public record ContentFiles(SortedMap<String, String> texts, SortedMap<String, String> overlay) {

    public ContentFiles(SortedMap<String, String> texts) {
        this(texts, Collections.emptySortedMap());
    }

    /**
     * Reads every {@code .yaml} and {@code .po} file below a folder.
     *
     * @throws IllegalArgumentException where it is no folder
     */
    public static ContentFiles in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder.toAbsolutePath() + " is no folder");
        }
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> isContent(path.toString())).toList()) {
                texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the content folder " + folder + " cannot be read", e);
        }
        return new ContentFiles(texts);
    }

    /** Says by its name that a file is read. */
    public static boolean isContent(String name) {
        return name.endsWith(".yaml") || name.endsWith(".po");
    }

    /**
     * The content that is shipped in the same jar, for whoever uses the engine as a library.
     *
     * @throws IllegalStateException where this class was loaded from no plain jar or folder with the content in it
     */
    public static ContentFiles shipped() {
        URL services = ContentFiles.class.getResource("/cds-cards/services.yaml");
        try {
            if (services != null && services.getProtocol().equals("file")) {
                return in(Path.of(services.toURI()).resolveSibling(""));
            }
            if (services != null && services.getProtocol().equals("jar")) {
                String address = services.toString();
                URI jar = URI.create(address.substring("jar:".length(), address.lastIndexOf("!/")));
                try (FileSystem inside = FileSystems.newFileSystem(Path.of(jar))) {
                    return in(inside.getPath("/cds-cards"));
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the content in the jar cannot be read", e);
        }
        throw new IllegalStateException("there is no content beside the engine");
    }

    /** The same files with one of them replaced or added. */
    public ContentFiles with(String path, String text) {
        SortedMap<String, String> changed = new TreeMap<>(texts);
        changed.put(path, text);
        return new ContentFiles(changed, overlay);
    }

    /** The same files with one of the site's replaced or added. */
    public ContentFiles withOverlaid(String path, String text) {
        SortedMap<String, String> changed = new TreeMap<>(overlay);
        changed.put(path, text);
        return new ContentFiles(texts, changed);
    }

    /** The same files with those of a site laid over them: maps are merged key by key, lists and single values take the place of the old. */
    public ContentFiles under(ContentFiles site) {
        return new ContentFiles(texts, site.texts());
    }

    boolean has(String path) {
        return texts.containsKey(path) || overlay.containsKey(path);
    }
}
