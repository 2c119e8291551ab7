package org.cervicalcds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds the card content: a folder that was named, else {@code cds-cards/} beside the service, else the content inside the jar. */
final class ContentLocation {
    private static final String INSIDE = "cds-cards/";

    private ContentLocation() {}

    /**
     * Reads the files.
     *
     * @param named folder from the settings; null for none
     * @throws InvalidSettingException where the named folder is no folder
     */
    static ContentFiles read(@Nullable String named) {
        if (named != null && !named.isBlank()) {
            return ContentFiles.in(folder("cervical-cds.cards", named));
        }
        Path beside = Path.of("cds-cards");
        return Files.isDirectory(beside) ? ContentFiles.in(beside) : inside();
    }

    /**
     * A folder with content.
     *
     * @param setting that names it
     * @throws InvalidSettingException where it is no folder
     */
    static Path folder(String setting, String named) {
        Path folder = Path.of(named);
        if (!Files.isDirectory(folder)) {
            throw new InvalidSettingException(setting + " names " + folder.toAbsolutePath() + ", which is no folder");
        }
        return folder;
    }

    /** The content inside the jar, which is all that an image has. */
    static ContentFiles inside() {
        SortedMap<String, String> texts = new TreeMap<>();
        try {
            for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath:cds-cards/**")) {
                String url = resource.getURL().toString();
                if (ContentFiles.isContent(url)) {
                    texts.put(
                            url.substring(url.lastIndexOf(INSIDE) + INSIDE.length()),
                            resource.getContentAsString(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the content inside the jar cannot be read", e);
        }
        return new ContentFiles(texts);
    }
}
