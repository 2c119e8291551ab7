package org.cervicalcds.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What CDS Hooks 2.0.1 demands of a reply, rule by rule; each fault is named by the id of the rule. */
public final class Lint {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern URL = Pattern.compile("https?://[^ ]+");
    private static final Pattern RESOURCE_ID = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]+");
    private static final Set<String> CARD_MEMBERS = Set.of(
            "uuid",
            "summary",
            "detail",
            "indicator",
            "source",
            "suggestions",
            "selectionBehavior",
            "overrideReasons",
            "links");

    private final List<String> faults = new ArrayList<>();

    private Lint() {}

    public static List<String> faults(String reply) {
        Lint lint = new Lint();
        lint.reply(MAPPER.readTree(reply));
        return lint.faults;
    }

    private void demand(boolean met, String fault) {
        if (!met) {
            faults.add(fault);
        }
    }

    private void reply(JsonNode reply) {
        demand(reply.isObject() && reply.path("cards").isArray(), "RSP-1 cards");
        demand(!reply.has("systemActions"), "SYS-1 systemActions");
        demand(Set.copyOf(reply.propertyNames()).equals(Set.of("cards")), "RSP-5 other members");
        for (JsonNode card : reply.path("cards")) {
            notEmpty(card, "card");
            card(card);
        }
    }

    private void notEmpty(JsonNode node, String path) {
        boolean empty = node.isNull()
                || (node.isContainer() && node.isEmpty())
                || (node.isString() && node.stringValue().isBlank());
        demand(!empty, "JSON-3 null or empty at " + path);
        node.properties().forEach(e -> notEmpty(e.getValue(), path + "." + e.getKey()));
        if (node.isArray()) {
            node.forEach(element -> notEmpty(element, path + "[]"));
        }
    }

    private static boolean isText(JsonNode node) {
        return node.isString() && !node.stringValue().isBlank();
    }

    private static boolean isUrl(JsonNode node) {
        return node.isString() && URL.matcher(node.stringValue()).matches();
    }

    private void card(JsonNode card) {
        String summary = card.path("summary").asString("");
        demand(CARD_MEMBERS.containsAll(card.propertyNames()), "RSP-5 card members");
        demand(card.path("uuid").asString("").matches("[0-9a-f-]{36}"), "CARD-1 uuid");
        demand(!summary.isBlank() && summary.length() < 140 && summary.indexOf('\n') < 0, "CARD-2 summary");
        demand(
                Set.of("info", "warning", "critical")
                        .contains(card.path("indicator").asString("")),
                "CARD-4 indicator");
        JsonNode source = card.path("source");
        demand(isText(source.path("label")), "SRC-1 label");
        demand(!source.has("url") || isUrl(source.path("url")), "SRC-2 url");
        demand(
                isText(source.path("topic").path("code"))
                        && isText(source.path("topic").path("system")),
                "SRC-6 topic");
        String behavior = card.path("selectionBehavior").asString("");
        demand(card.has("suggestions") == Set.of("any", "at-most-one").contains(behavior), "CARD-8 selectionBehavior");
        long recommended = 0;
        for (JsonNode suggestion : card.path("suggestions")) {
            recommended += suggestion.path("isRecommended").asBoolean(false) ? 1 : 0;
            demand(isText(suggestion.path("label")), "SUG-1 label");
            demand(isText(suggestion.path("uuid")), "SUG-2 uuid");
            suggestion.path("actions").forEach(this::action);
        }
        demand(!behavior.equals("at-most-one") || recommended <= 1, "SUG-5 recommended");
        for (JsonNode reason : card.path("overrideReasons")) {
            demand(
                    isText(reason.path("code")) && isText(reason.path("system")) && isText(reason.path("display")),
                    "OVR-2");
        }
        for (JsonNode link : card.path("links")) {
            boolean smart = link.path("type").asString("").equals("smart");
            demand(isText(link.path("label")) && isUrl(link.path("url")), "LNK-1");
            demand(smart || link.path("type").asString("").equals("absolute"), "LNK-2");
            demand(smart || !link.has("appContext"), "LNK-4");
        }
    }

    private void action(JsonNode action) {
        String type = action.path("type").asString("");
        demand(Set.of("create", "update", "delete").contains(type), "ACT-1 type");
        demand(isText(action.path("description")), "ACT-2 description");
        if (type.equals("delete")) {
            demand(!action.has("resource"), "ACT-5 resource");
            demand(RESOURCE_ID.matcher(action.path("resourceId").asString("")).matches(), "ACT-5 resourceId");
        } else {
            demand(isText(action.path("resource").path("resourceType")), "ACT-3 resource");
        }
        demand(!type.equals("update") || isText(action.path("resource").path("id")), "ACT-4 id");
    }
}
