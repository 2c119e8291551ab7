package org.cervicalcds;

import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the content that the service answers with, and says in the log which of its cards nobody has signed. */
final class ContentProvider {
    private static final Logger log = LoggerFactory.getLogger(ContentProvider.class);

    private ContentProvider() {}

    /** Loads the content that the settings name. */
    static Content load(ServiceSettings settings) {
        return load(ContentLocation.read(settings.cards()), settings.overlay(), settings.requireSignOff());
    }

    /**
     * Loads the content.
     *
     * @param overlay folder of the site's own files; null for none
     * @param requireSignOff cards that are not signed as they are now are evaluated but not shown
     * @throws org.cervicalcds.content.files.ContentException with all problems, where there are any
     */
    static Content load(ContentFiles files, @Nullable String overlay, boolean requireSignOff) {
        ContentFiles all = overlay == null || overlay.isBlank()
                ? files
                : files.under(ContentFiles.in(ContentLocation.folder("cervical-cds.overlay", overlay)));
        Content content = Content.load(all);
        List<String> unsigned = content.unsignedCards();
        log.info(
                "{} cards that are on, {} of them not signed{}",
                content.cardsOn(),
                unsigned.size(),
                all == files ? "" : "; overlay " + overlay);
        if (!unsigned.isEmpty() && requireSignOff) {
            log.warn("Not signed as they are now, so evaluated but not shown: {}", String.join(", ", unsigned));
        } else if (!unsigned.isEmpty()) {
            log.info("Not signed as they are now, and shown all the same: {}", String.join(", ", unsigned));
        }
        return requireSignOff ? content.withUnsignedKeptBack() : content;
    }
}
