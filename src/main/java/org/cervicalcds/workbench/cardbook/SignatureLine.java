package org.cervicalcds.workbench.cardbook;

import java.time.LocalDate;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** Who answers for a card, and the line on which a clinician signs it. */
final class SignatureLine {
    private final Content content;
    private final Html html;

    SignatureLine(Content content, Html html) {
        this.content = content;
        this.html = html;
    }

    static String showing(CardDefinition card) {
        return switch (card.showing()) {
            case ON -> card.tierShowing().isEmpty() ? "on" : "on, but " + tiers(card);
            case SILENT -> "silent: counted, not shown";
            case UNSIGNED -> "not shown until it is signed";
            case OFF -> "off";
        };
    }

    private static String tiers(CardDefinition card) {
        return new TreeMap<>(card.tierShowing())
                .entrySet().stream()
                        .map(tier ->
                                tier.getKey().code() + " " + tier.getValue().code())
                        .collect(Collectors.joining(", "));
    }

    static String state(Content content, String card) {
        SignOff signOff = content.signOffs().get(card);
        if (signOff == null) {
            return "not signed by a clinician";
        }
        String by = signOff.name() + ", " + signOff.role() + ", on " + signOff.date();
        return content.signOff(card) == SignOff.State.SIGNED
                ? "signed by " + by
                : "changed since it was signed by " + by;
    }

    void write(CardDefinition card) {
        CardDefinition.Review review = card.review();
        html.open("div", "class", "signing");
        html.element("h3", "Who answers for it");
        html.open("dl", "class", "people");
        pair("Author", review.author());
        pair("Clinician", review.clinician() == null ? "none yet" : review.clinician());
        pair("Reviewed", date(review.reviewed(), "not yet"));
        pair("Next review", date(review.next(), "not set"));
        pair("Sign-off", state(content, card.id()));
        html.element("dt", "Content hash").open("dd").open("code");
        html.text(String.valueOf(content.hashes().get(card.id()))).end("code").close("dd");
        html.close("dl");
        html.element(
                "p",
                "I have read this card, its findings and its evidence, and agree that it may be shown to clinicians as it is.",
                "class",
                "note");
        html.open("div", "class", "line");
        for (String field : new String[] {"Name", "Role", "Date", "Signature"}) {
            html.element("span", field);
        }
        html.close("div").close("div");
    }

    private void pair(String term, String text) {
        html.element("dt", term).element("dd", text);
    }

    private static String date(@Nullable LocalDate date, String otherwise) {
        return date == null ? otherwise : date.toString();
    }
}
