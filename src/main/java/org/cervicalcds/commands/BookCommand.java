package org.cervicalcds.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.cervicalcds.content.CardChanges;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.pages.Labels;
import org.cervicalcds.workbench.cardbook.CardBook;
import org.jspecify.annotations.Nullable;

/** Writes the card book as a file that stands alone, for who signs the cards. */
final class BookCommand {
    static final String BEFORE = "--signed-cards";
    static final String BEFORE_OVERLAY = "--signed-overlay";
    static final Set<String> OPTIONS = Set.of("--cards", "--overlay", "--out", "--language", BEFORE, BEFORE_OVERLAY);
    static final String USAGE = "book --out <HTML file> [--language <de>] [--signed-cards <folder>]"
            + " [--signed-overlay <folder>]  [--cards <folder>] [--overlay <folder>]";

    private BookCommand() {}

    /** @param before the content as it was signed, to compare with; null for none */
    static int run(Content content, @Nullable Content before, Arguments given, PrintStream out) {
        Path file = Path.of(given.required("--out"));
        String language = given.value("--language");
        if (language != null && !content.translations().words().containsKey(language)) {
            throw new IllegalArgumentException("No card is translated to " + language + "; there are "
                    + content.translations().words().keySet());
        }
        try {
            Files.writeString(file, new CardBook(content, before).standalone(Labels.ENGLISH, language));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        out.println(file + ": " + content.deck().definitions().size() + " cards, "
                + content.unsignedCards().size() + " of " + content.cardsOn()
                + " that are on are not signed as they are now");
        if (before != null) {
            long changed = content.deck().definitions().stream()
                    .map(CardDefinition::id)
                    .map(card -> CardChanges.between(before, content, card))
                    .filter(changes -> changes == null || !changes.isEmpty())
                    .count();
            out.println(changed + " of them are new or have changed since");
        }
        return Commands.SOUND;
    }
}
