package org.cervicalcds.service.cdshooks.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.cards.Suggestion;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.fhir.json.Json;
import org.cervicalcds.service.trust.clients.Output;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes an answer as CDS Hooks 2.0.1 has it: {@code cards} always, null and empty members never (CDSH-JSON-3, CDSH-RSP-1). */
public final class AnswerWriter {
    public static final byte[] NO_CARDS = "{\"cards\":[]}".getBytes(StandardCharsets.US_ASCII);

    private final JsonGenerator out;
    private final ChartScope scope;
    private final Output output;
    private final @Nullable String requester;
    private final Consumer<Sent> sent;

    /**
     * The names that a card and its suggestions went out under.
     *
     * @param suggestions what each is called in the card, by uuid
     */
    public record Sent(Card card, String uuid, Map<String, String> suggestions) {}

    private AnswerWriter(
            JsonGenerator out, ChartScope scope, Output output, @Nullable String requester, Consumer<Sent> sent) {
        this.out = out;
        this.scope = scope;
        this.output = output;
        this.requester = requester;
        this.sent = sent;
    }

    public static byte[] write(Answer answer, ChartScope scope) {
        return write(answer, scope, null, Output.STRICT, null, Map.of(), card -> {});
    }

    /** As {@link #write(Answer, ChartScope)}, in the shapes of a client, with the explanation where the answer holds one; says under which names cards went out. */
    public static byte[] write(
            Answer answer, ChartScope scope, Output output, Map<String, Long> micros, Consumer<Sent> sent) {
        return write(answer, scope, null, output, null, micros, sent);
    }

    /**
     * As above, of a chart; an explanation then also says what of the record does not count.
     *
     * @param requester of orders that are suggested, as {@code Type/id}; null where nobody is known
     */
    public static byte[] write(
            Answer answer,
            Chart chart,
            Output output,
            @Nullable String requester,
            Map<String, Long> micros,
            Consumer<Sent> sent) {
        return write(answer, chart.scope(), chart, output, requester, micros, sent);
    }

    /** The explanation of an answer alone, as JSON; empty where it holds none. */
    public static String explanation(Answer answer, Chart chart, Map<String, Long> micros) {
        if (answer.explanations().isEmpty()) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = Json.generator(bytes)) {
            new ExplanationWriter(out, chart.scope()).writeValue(answer, chart, micros);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static byte[] write(
            Answer answer,
            ChartScope scope,
            @Nullable Chart chart,
            Output output,
            @Nullable String requester,
            Map<String, Long> micros,
            Consumer<Sent> sent) {
        if (answer.cards().isEmpty() && answer.explanations().isEmpty()) {
            return NO_CARDS;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = Json.generator(bytes)) {
            AnswerWriter writer = new AnswerWriter(out, scope, output, requester, sent);
            out.writeStartObject();
            out.writeArrayPropertyStart("cards");
            answer.cards().forEach(writer::card);
            out.writeEndArray();
            if (!answer.explanations().isEmpty()) {
                new ExplanationWriter(out, scope).write(answer, chart, micros);
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void card(Card card) {
        out.writeStartObject();
        String uuid = orderedUuid();
        string("uuid", uuid);
        string("summary", card.summary());
        string("detail", output.plainText() ? PlainText.of(card.detail()) : card.detail());
        string("indicator", card.indicator().code());
        out.writeObjectPropertyStart("source");
        string("label", card.source().label());
        string("url", card.source().url());
        out.writeObjectPropertyStart("topic");
        string("system", CodeSystems.CARD);
        string("code", card.id());
        out.writeEndObject();
        out.writeEndObject();
        sent.accept(new Sent(card, uuid, suggestions(card)));
        overrideReasons(card.overrideReasons());
        links(card.links());
        if (output.markdownExtension() && !output.plainText()) {
            out.writeObjectPropertyStart("extension");
            string("com.epic.cdshooks.card.detail.content-type", "text/markdown");
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** Version 7 of RFC 9562: of cards that are sent one after the other the keys lie side by side in the store's index. */
    private static String orderedUuid() {
        UUID random = UUID.randomUUID();
        long highest = System.currentTimeMillis() << 16 | 0x7000 | random.getMostSignificantBits() & 0xfff;
        return new UUID(highest, random.getLeastSignificantBits()).toString();
    }

    private Map<String, String> suggestions(Card card) {
        List<Suggestion> sendable = card.suggestions().stream()
                .map(AnswerWriter::sendable)
                .filter(s -> !s.actions().isEmpty())
                .toList();
        if (sendable.isEmpty()) {
            return Map.of();
        }
        Map<String, String> names = new LinkedHashMap<>();
        out.writeArrayPropertyStart("suggestions");
        for (Suggestion suggestion : sendable) {
            String uuid = UUID.randomUUID().toString();
            suggestion(suggestion, uuid);
            names.put(uuid, suggestion.name());
        }
        out.writeEndArray();
        boolean any = output.anyOnly() || card.selectionBehavior() == null;
        string("selectionBehavior", any ? "any" : card.selectionBehavior());
        return names;
    }

    /** An order without an id cannot be named in a delete or replaced by an update (CDSH-ACT-6). */
    private static Suggestion sendable(Suggestion suggestion) {
        List<Action> actions = new ArrayList<>(suggestion.actions());
        actions.removeIf(action -> !isSendable(action));
        return new Suggestion(suggestion.label(), suggestion.name(), suggestion.recommended(), actions);
    }

    private static boolean isSendable(Action action) {
        if (action instanceof Action.Delete delete) {
            return hasId(delete.order());
        }
        return !(action instanceof Action.Update update)
                || (hasId(update.order()) && update.order().raw() != null);
    }

    private static boolean hasId(Order order) {
        return order.reference().indexOf('/') > 0;
    }

    private void suggestion(Suggestion suggestion, String uuid) {
        out.writeStartObject();
        string("label", suggestion.label());
        string("uuid", uuid);
        if (suggestion.recommended()) {
            out.writeBooleanProperty("isRecommended", true);
        }
        out.writeArrayPropertyStart("actions");
        suggestion.actions().forEach(this::action);
        out.writeEndArray();
        out.writeEndObject();
    }

    private void action(Action action) {
        out.writeStartObject();
        if (action instanceof Action.Create create) {
            string("type", "create");
            string("description", create.description());
            out.writeName("resource");
            serviceRequest(create);
        } else if (action instanceof Action.Delete delete) {
            string("type", "delete");
            string("description", delete.description());
            string(
                    output.oldDelete() ? "resource" : "resourceId",
                    delete.order().reference());
        } else if (action instanceof Action.Update update && update.order().raw() != null) {
            string("type", "update");
            string("description", update.description());
            out.writeName("resource");
            DraftUpdate.write(update.order().raw(), update.order().resourceType(), update.change(), out);
        }
        out.writeEndObject();
    }

    /** A new order, as complete as we can make it (CDSH-ACT-7). */
    private void serviceRequest(Action.Create create) {
        out.writeStartObject();
        string("resourceType", "ServiceRequest");
        string("status", "draft");
        string("intent", "proposal");
        string("priority", create.priority());
        out.writeObjectPropertyStart("code");
        out.writeArrayPropertyStart("coding");
        out.writeStartObject();
        string("system", create.system());
        string("code", create.code());
        string("display", create.display());
        out.writeEndObject();
        out.writeEndArray();
        string("text", create.display());
        out.writeEndObject();
        reference("subject", "Patient/" + scope.patientId());
        if (scope.encounterId() != null) {
            reference("encounter", "Encounter/" + scope.encounterId());
        }
        string("authoredOn", dateTime(scope.now()));
        if (requester != null) {
            reference("requester", requester);
        }
        reasons(create.reasonReferences());
        if (create.note() != null && !create.note().isBlank()) {
            out.writeArrayPropertyStart("note");
            out.writeStartObject();
            string("text", create.note());
            out.writeEndObject();
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void reasons(List<String> references) {
        List<String> named =
                references.stream().filter(r -> r.indexOf('/') > 0).distinct().toList();
        if (named.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("reasonReference");
        for (String reference : named) {
            out.writeStartObject();
            string("reference", reference);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String dateTime(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void overrideReasons(List<OverrideReason> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("overrideReasons");
        for (OverrideReason reason : reasons) {
            out.writeStartObject();
            string("code", reason.code());
            string("system", CodeSystems.OVERRIDE_REASON);
            string("display", reason.display());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void links(List<Card.Link> links) {
        if (links.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("links");
        for (Card.Link link : links) {
            out.writeStartObject();
            string("label", link.label());
            string("url", link.url());
            string("type", "absolute");
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void reference(String name, String reference) {
        out.writeObjectPropertyStart(name);
        string("reference", reference);
        out.writeEndObject();
    }

    private void string(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            out.writeStringProperty(name, value);
        }
    }
}
