package org.cervicalcds;

import java.nio.file.Path;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.hooks.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the content that the service answers with, and says in the log which of its cards nobody has signed. */
final class ServedContent {
    private static final Logger log = LoggerFactory.getLogger(ServedContent.class);

    private ServedContent() {}

    /** Loads the content that the settings name. */
    static Content load(Settings settings) {
        return load(ContentLocation.read(settings.cards()), settings.overlay(), settings.requireSignOff());
    }

    /**
     * Loads the content.
     *
     * @param overlay folder of the site's own files; null for none
     * @param requireSignOff cards that are not signed as they are now are evaluated but not shown
     * @throws org.cervicalcds.content.ContentException with all problems, where there are any
     */
    static Content load(ContentFiles files, @Nullable String overlay, boolean requireSignOff) {
        boolean overlaid = overlay != null && !overlay.isBlank();
        Content content = Content.load(overlaid ? files.under(ContentFiles.in(Path.of(overlay))) : files);
        List<String> unsigned = content.unsignedCards();
        log.info(
                "{} card definitions, {} of them not signed{}",
                content.deck().definitions().size(),
                unsigned.size(),
                overlaid ? "; overlay " + overlay : "");
        if (!unsigned.isEmpty() && requireSignOff) {
            log.warn("Not signed as they are now, so evaluated but not shown: {}", String.join(", ", unsigned));
        } else if (!unsigned.isEmpty()) {
            log.info("Not signed as they are now, and shown all the same: {}", String.join(", ", unsigned));
        }
        return requireSignOff ? content.withUnsignedKeptBack() : content;
    }
}
