package org.cervicalcds.service.cdshooks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.RawJson;
import org.cervicalcds.engine.text.FreeText;

/** Draft orders made by hand; in the JSON a single quote stands for a double one. */
public final class Orders {
    private Orders() {}

    public static Order draft(String reference, String json) {
        byte[] body = ("{\"x\":" + json.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
        RawJson raw = new RawJson(body, 5, body.length - 1);
        return new Order(
                reference,
                true,
                true,
                "draft",
                "order",
                false,
                Concept.NONE,
                Concept.NONE,
                Concept.NONE,
                FreeText.NONE,
                Concept.NONE,
                List.of(),
                null,
                null,
                raw,
                null);
    }
}
