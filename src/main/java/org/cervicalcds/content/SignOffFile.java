package org.cervicalcds.content;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** Reads {@code sign-off.yaml}: who signed which card in which state; the author of a card cannot sign it. */
final class SignOffFile {
    private static final LocalDate NEVER = LocalDate.EPOCH;

    private SignOffFile() {}

    static Map<String, SignOff> read(YamlFiles yaml, Iterable<CardDefinition> cards, Problems problems) {
        Map<String, CardDefinition> byId = new LinkedHashMap<>();
        cards.forEach(card -> byId.put(card.id(), card));
        Map<String, SignOff> signOffs = new LinkedHashMap<>();
        yaml.optional("sign-off.yaml").eachObject((id, fields) -> {
            CardDefinition card = byId.get(id);
            if (card == null) {
                problems.unknown(fields.file(), id, "card", id, byId.keySet());
            }
            signOffs.put(id, signature(fields, card));
            fields.optional(
                    "languages",
                    languages -> languages.eachObject(
                            (language, signed) -> signOffs.put(id + "/" + language, signature(signed, card))));
        });
        return signOffs;
    }

    private static SignOff signature(Fields fields, @Nullable CardDefinition card) {
        SignOff signOff = new SignOff(fields.text("hash"), fields.text("name"), fields.text("role"), date(fields));
        if (!signOff.hash().matches("[0-9a-f]{64}")) {
            fields.problem("hash", "must be 64 hexadecimal digits, as the command 'hashes' prints them");
        }
        if (card != null && card.review().author().equalsIgnoreCase(signOff.name())) {
            fields.problem("name", "is the author of the card, who cannot sign it");
        }
        return signOff;
    }

    private static LocalDate date(Fields fields) {
        String text = fields.text("date");
        try {
            return text.isEmpty() ? NEVER : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            fields.problem("date", "must be a date like 2026-11-21");
            return NEVER;
        }
    }
}
