package org.cervicalcds.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.content.cards.EvidenceStatement;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.export.findings.Extent;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A card as a FHIR PlanDefinition: when it is asked, which tier shows, what it suggests, and what it rests on. */
final class PlanResources {
    private final Content content;
    private final String version;
    private final Map<String, Extent> extents;

    PlanResources(Content content, String version, Map<String, Extent> extents) {
        this.content = content;
        this.version = version;
        this.extents = extents;
    }

    /** The plan and the orders that it suggests. */
    List<ObjectNode> resources(CardDefinition card) {
        List<ObjectNode> resources = new ArrayList<>();
        boolean signed = content.signOff(card.id()) == SignOff.State.SIGNED;
        ObjectNode plan = FhirJson.definition("PlanDefinition", card.id(), card.title(), version, signed && card.on());
        FhirJson.concept(
                plan.putObject("type"), "http://terminology.hl7.org/CodeSystem/plan-definition-type", "eca-rule");
        plan.put("description", description(card));
        plan.put("usage", usage(card));
        documentation(plan, card);
        plan.putArray("library").add(FhirJson.BASE + "/Library/" + AnswerLibrary.NAME + "|" + version);
        ArrayNode actions = plan.putArray("action");
        for (int i = 0; i < card.tiers().size(); i++) {
            tier(actions.addObject(), card, i);
        }
        for (int i = 0; i < card.suggestions().size(); i++) {
            resources.addAll(suggestion(actions.addObject(), card, i));
        }
        resources.add(0, plan);
        return resources;
    }

    private static String description(CardDefinition card) {
        StringBuilder text =
                new StringBuilder(card.title()).append("\n\n| Tier | Hooks | When | Unless |\n|---|---|---|---|\n");
        for (Tier tier : card.tiers()) {
            text.append("| ").append(tier.indicator().code());
            text.append(tier.line().isEmpty() ? "" : ", " + tier.line());
            text.append(" | ").append(String.join(", ", new TreeSet<>(tier.hooks())));
            text.append(" | ").append(String.join(", ", tier.when()));
            text.append(" | ").append(String.join(", ", tier.unless())).append(" |\n");
        }
        return text.toString();
    }

    private String usage(CardDefinition card) {
        List<String> lines = new ArrayList<>();
        lines.add("Texts in braces are places that the service fills from the record; CQL leaves them as they are.");
        lines.add(
                "Not said in CQL: whether a suggestion is ordered already, changes of drafts, one order one card where there are several"
                        + " orders, and that a card was shown before.");
        Set<String> own = content.findings().closure(named(card));
        named(own, Extent.NOT_EVALUATED, "Not evaluated, null where there is something to judge: ", lines);
        named(own, Extent.WORDS_OPEN, "Null where words are there that may be negated: ", lines);
        if (!card.knownLimits().isEmpty()) {
            lines.add("Known limits: " + String.join(" ", card.knownLimits()));
        }
        return String.join("\n\n", lines);
    }

    private void named(Set<String> findings, Extent extent, String opening, List<String> lines) {
        List<String> names = findings.stream()
                .filter(name -> extents.get(name) == extent)
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            lines.add(opening + String.join(", ", names) + ".");
        }
    }

    /** The findings that its tiers name. */
    static Set<String> named(CardDefinition card) {
        Set<String> named = new TreeSet<>();
        card.tiers().forEach(tier -> {
            named.addAll(tier.when());
            named.addAll(tier.unless());
        });
        return named;
    }

    private void documentation(ObjectNode plan, CardDefinition card) {
        ArrayNode related = plan.putArray("relatedArtifact");
        for (String id : card.evidence()) {
            EvidenceStatement evidence = content.evidence().get(id);
            if (evidence != null) {
                ObjectNode artifact =
                        related.addObject().put("type", "justification").put("label", id);
                artifact.put("display", evidence.says() + " (" + evidence.strength() + ". " + evidence.limits() + ")");
                artifact.put("citation", evidence.citation());
                if (evidence.address() != null) {
                    artifact.put("url", evidence.address());
                }
            }
        }
        if (related.isEmpty()) {
            plan.remove("relatedArtifact");
        }
    }

    private static void trigger(ObjectNode action, Set<String> hooks) {
        ArrayNode triggers = action.putArray("trigger");
        new TreeSet<>(hooks)
                .forEach(hook -> triggers.addObject().put("type", "named-event").put("name", hook));
    }

    private static void condition(ObjectNode action, String definition) {
        ObjectNode condition = action.putArray("condition").addObject().put("kind", "applicability");
        FhirJson.expression(condition, definition);
    }

    private static void tier(ObjectNode action, CardDefinition card, int index) {
        Tier tier = card.tiers().get(index);
        action.put("id", "tier-" + (index + 1));
        action.put("title", tier.summary().toString().replace('\n', ' '));
        StringBuilder says = new StringBuilder();
        card.detail().stream()
                .filter(line -> line.indicators().contains(tier.indicator()))
                .forEach(line -> says.append(says.isEmpty() ? "" : "\n\n").append(line.text()));
        tier.says().forEach(line -> says.append(says.isEmpty() ? "" : "\n\n").append(line.text()));
        if (!says.isEmpty()) {
            action.put("description", says.toString());
        }
        action.put(
                "priority",
                switch (tier.indicator()) {
                    case CRITICAL -> "stat";
                    case WARNING -> "urgent";
                    case INFO -> "routine";
                });
        trigger(action, tier.hooks());
        condition(action, AnswerLibrary.shows(card, index));
    }

    private List<ObjectNode> suggestion(ObjectNode action, CardDefinition card, int index) {
        SuggestionDefinition suggestion = card.suggestions().get(index);
        action.put("id", "suggestion-" + (index + 1));
        action.put("title", suggestion.label().toString());
        Set<String> hooks = new TreeSet<>();
        card.tiers().stream()
                .filter(tier -> suggestion.indicators().contains(tier.indicator()))
                .forEach(tier -> hooks.addAll(tier.hooks()));
        if (!hooks.isEmpty()) {
            trigger(action, hooks);
        }
        condition(action, AnswerLibrary.suggests(card, index));
        action.put("selectionBehavior", "any");
        List<ObjectNode> orders = new ArrayList<>();
        ArrayNode steps = action.putArray("action");
        int number = 0;
        for (ActionDefinition step : suggestion.actions()) {
            number++;
            ObjectNode one = steps.addObject();
            if (step instanceof CreateOrder order) {
                String id = card.id() + "-" + (index + 1) + "-" + number;
                one.put("title", order.description());
                one.put("definitionCanonical", FhirJson.BASE + "/ActivityDefinition/" + id + "|" + version);
                orders.add(order(id, order));
            } else {
                one.put("title", changed(step));
            }
        }
        return orders;
    }

    private static String changed(ActionDefinition step) {
        if (step instanceof CardDefinition.DeleteOrder delete) {
            return delete.description().toString();
        }
        if (step instanceof CardDefinition.AddNoteToOrder note) {
            return note.description() + ": " + note.note();
        }
        return step instanceof CardDefinition.LimitSupplyOfOrder limit
                ? limit.description().toString()
                : step.toString();
    }

    private ObjectNode order(String id, CreateOrder order) {
        ObjectNode activity = FhirJson.definition("ActivityDefinition", id, order.display(), version, false);
        activity.put("description", order.description());
        activity.put("kind", "ServiceRequest");
        ObjectNode code = activity.putObject("code");
        FhirJson.concept(code, order.system(), order.code());
        code.put("text", order.display());
        activity.put("intent", "proposal");
        if (order.priority() != null) {
            activity.put("priority", order.priority());
        }
        return activity;
    }
}
