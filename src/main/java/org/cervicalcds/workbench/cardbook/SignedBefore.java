package org.cervicalcds.workbench.cardbook;

import java.util.List;
import org.cervicalcds.content.CardChanges;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** What of a card has changed since a content of before, for who signs it again. */
final class SignedBefore {
    private final Content content;
    private final @Nullable Content before;
    private final Html html;

    /** @param before the content as it was when it was signed; null where nobody gave it */
    SignedBefore(Content content, @Nullable Content before, Html html) {
        this.content = content;
        this.before = before;
        this.html = html;
    }

    void write(CardDefinition card) {
        if (before == null) {
            return;
        }
        html.element("h3", "What has changed");
        List<CardChanges.Change> changes = CardChanges.between(before, content, card.id());
        if (changes == null) {
            html.element("p", "The card is new: the content it is compared with does not have it.");
            return;
        }
        SignOff signed =
                content.wasSignedIn(before, card.id()) ? content.signOffs().get(card.id()) : null;
        html.element(
                "p",
                signed == null
                        ? "Compared with a card that nobody signed: its hash there is in no signature."
                        : "Compared with the card as " + signed.name() + " signed it on " + signed.date() + ".",
                "class",
                signed == null ? "warning-note" : "note");
        if (changes.isEmpty()) {
            html.element("p", "Nothing of the content that decides it and nothing that it says.");
            return;
        }
        html.open("table", "class", "changes");
        html.safe(
                "<thead><tr><th scope=\"col\">Where</th><th scope=\"col\">Was</th><th scope=\"col\">Is</th></tr></thead>\n<tbody>\n");
        for (CardChanges.Change change : changes) {
            html.open("tr")
                    .open("td")
                    .open("code")
                    .text(change.where())
                    .end("code")
                    .close("td");
            html.open("td");
            said("del", change.was());
            html.close("td").open("td");
            said("ins", change.is());
            html.close("td").close("tr");
        }
        html.safe("</tbody>\n").close("table");
    }

    private void said(String tag, String text) {
        if (!text.isEmpty()) {
            html.open(tag).text(text).end(tag);
        }
    }
}
