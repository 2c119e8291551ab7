package org.cervicalcds.content;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.cards.CardDefinition.AddNoteToOrder;
import org.cervicalcds.cards.CardDefinition.CreateOrder;
import org.cervicalcds.cards.CardDefinition.DeleteOrder;
import org.cervicalcds.cards.CardDefinition.LimitSupplyOfOrder;
import org.cervicalcds.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.cards.Template;
import org.cervicalcds.terminology.CodeSystem;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** Reads the suggestions of a card. */
final class SuggestionFields {
    private static final Set<String> PRIORITIES = Set.of("routine", "urgent", "asap", "stat");

    private final Terminology terminology;
    private final Map<String, CodeSystem> systems;
    private final Set<String> findings;
    private final Settings settings;

    SuggestionFields(
            Terminology terminology, Map<String, CodeSystem> systems, Set<String> findings, Settings settings) {
        this.terminology = terminology;
        this.systems = systems;
        this.findings = findings;
        this.settings = settings;
    }

    List<SuggestionDefinition> read(Fields card) {
        List<SuggestionDefinition> suggestions = new ArrayList<>();
        for (Fields fields : card.objects("suggestions")) {
            String forEach = fields.optionalText("for-each");
            if (forEach != null && !findings.contains(forEach)) {
                fields.problems().unknown(fields.file(), fields.path("for-each"), "finding", forEach, findings);
            }
            List<ActionDefinition> actions = new ArrayList<>();
            for (Fields action : fields.objects("actions")) {
                ActionDefinition read = action(action, forEach != null);
                if (read != null) {
                    actions.add(read);
                }
                action.end();
            }
            if (actions.isEmpty()) {
                fields.problem("actions", "is missing");
            }
            suggestions.add(new SuggestionDefinition(
                    Template.parse(fields.text("label")),
                    CommonFiles.indicators(fields, "tiers"),
                    ContentLoader.known(fields, "when", "finding", findings),
                    ContentLoader.known(fields, "unless", "finding", findings),
                    forEach,
                    fields.flag("recommended", false),
                    List.copyOf(actions)));
            fields.end();
        }
        return List.copyOf(suggestions);
    }

    private @Nullable ActionDefinition action(Fields fields, boolean hasOrder) {
        if (fields.has("create")) {
            return create(fields);
        }
        if (!hasOrder) {
            fields.problem("", "changes an order, so the suggestion needs for-each");
        }
        if (fields.has("delete")) {
            return new DeleteOrder(Template.parse(fields.text("delete")));
        }
        if (fields.has("add-note")) {
            return new AddNoteToOrder(Template.parse(fields.text("description")), fields.text("add-note"));
        }
        if (fields.has("limit-supply-days")) {
            String less = fields.optionalText("less");
            if (less != null && !findings.contains(less)) {
                fields.problems().unknown(fields.file(), fields.path("less"), "finding", less, findings);
            }
            return new LimitSupplyOfOrder(Template.parse(fields.text("description")), days(fields), less);
        }
        fields.problem("", "has no kind; one of create, delete, add-note, limit-supply-days");
        return null;
    }

    private int days(Fields fields) {
        String name = fields.text("limit-supply-days");
        BigDecimal days = settings.number(name);
        if (days == null) {
            fields.problems()
                    .unknown(
                            fields.file(),
                            fields.path("limit-supply-days"),
                            "number of the settings",
                            name,
                            settings.names());
        }
        return days == null ? 0 : days.intValue();
    }

    private @Nullable ActionDefinition create(Fields fields) {
        String[] coding = fields.text("create").split("\\|", 2);
        CodeSystem system = systems.get(coding[0]);
        if (system == null || coding.length < 2) {
            fields.problem(
                    "create", "must be a code like loinc|30592-0, of one of " + String.join(", ", systems.keySet()));
            return null;
        }
        String priority = fields.optionalText("priority");
        if (priority != null && !PRIORITIES.contains(priority)) {
            fields.problems().unknown(fields.file(), fields.path("priority"), "priority", priority, PRIORITIES);
        }
        if (!fields.has("same-order")) {
            fields.problem(
                    "same-order",
                    "is missing: the value sets of which an order makes this one needless ([] for the same code)");
        }
        return new CreateOrder(
                fields.text("description"),
                system.uri(),
                coding[1],
                fields.text("display"),
                priority,
                fields.optionalText("note"),
                ValueSetFiles.named(fields, "same-order", terminology));
    }
}
