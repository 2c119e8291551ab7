package org.cervicalcds.engine.entries;

import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/**
 * An order: a draft of the hook's context, or a ServiceRequest that the record already holds.
 *
 * @param draft it came in {@code context.draftOrders}
 * @param selected it is named in {@code context.selections}, or the hook has none
 * @param status as it came; empty where missing
 * @param intent as it came; empty where missing
 * @param code ServiceRequest.code or the medication
 * @param text code, order details and notes in words, an empty line between them; never the reason
 * @param reason reason codes, with the conditions the order refers to
 * @param supply how long a medication order lasts; null for other orders
 * @param raw the resource as it came; null for orders of the record
 */
public record Order(
        String reference,
        boolean draft,
        boolean selected,
        String status,
        String intent,
        boolean doNotPerform,
        Concept code,
        Concept category,
        Concept bodySite,
        FreeText text,
        Concept reason,
        List<String> reasonReferences,
        @Nullable PartialDate authoredOn,
        @Nullable Supply supply,
        @Nullable RawJson raw,
        @Nullable EventDate event)
        implements Entry {
    private static final Set<String> OPEN = Set.of("", "draft", "active");
    private static final Set<String> INTENTS =
            Set.of("", "proposal", "plan", "order", "original-order", "instance-order", "filler-order");

    /** Says that it asks for something to be done; a draft may still lack status and intent (CDSH-HOS-4). */
    public boolean isAccepted() {
        return !doNotPerform && OPEN.contains(status) && INTENTS.contains(intent);
    }

    /** Says that it stands or was carried out; for orders of the record. */
    public boolean isUnderWayOrDone() {
        return !doNotPerform && (status.equals("active") || status.equals("completed")) && INTENTS.contains(intent);
    }

    public String resourceType() {
        int slash = reference.indexOf('/');
        return slash < 0 ? reference : reference.substring(0, slash);
    }

    /** The same with what its references name. */
    public Order settled(Concept resolvedCode, Concept resolvedReason, @Nullable EventDate when) {
        return new Order(
                reference,
                draft,
                selected,
                status,
                intent,
                doNotPerform,
                resolvedCode,
                category,
                bodySite,
                text,
                resolvedReason,
                reasonReferences,
                authoredOn,
                supply,
                raw,
                when);
    }

    /** The same as an order that the call is about, or is not. */
    public Order chosen(boolean isSelected) {
        return new Order(
                reference,
                draft,
                isSelected,
                status,
                intent,
                doNotPerform,
                code,
                category,
                bodySite,
                text,
                reason,
                reasonReferences,
                authoredOn,
                supply,
                raw,
                event);
    }
}
