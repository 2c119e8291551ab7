package org.cervicalcds.content.cards;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.findings.ValueSetFiles;
import org.cervicalcds.engine.cards.CardDefinition.ActionDefinition;
import org.cervicalcds.engine.cards.CardDefinition.AddNoteToOrder;
import org.cervicalcds.engine.cards.CardDefinition.CreateOrder;
import org.cervicalcds.engine.cards.CardDefinition.DeleteOrder;
import org.cervicalcds.engine.cards.CardDefinition.LimitSupplyOfOrder;
import org.cervicalcds.engine.cards.CardDefinition.SuggestionDefinition;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** Reads the suggestions of a card. */
final class SuggestionFields {
    private static final Set<String> PRIORITIES = Set.of("routine", "urgent", "asap", "stat");

    private final Terminology terminology;
    private final Map<String, CodeSystem> systems;
    private final Set<String> findings;
    private final ContentSettings settings;
    private final CardTemplates templates;

    SuggestionFields(
            Terminology terminology,
            Map<String, CodeSystem> systems,
            Set<String> findings,
            ContentSettings settings,
            CardTemplates templates) {
        this.templates = templates;
        this.terminology = terminology;
        this.systems = systems;
        this.findings = findings;
        this.settings = settings;
    }

    /** @param lines names of the card's tiers, to which a suggestion may be limited */
    List<SuggestionDefinition> read(Fields card, Set<String> lines) {
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
                    templates.parse(fields.text("label")),
                    CommonFiles.indicators(fields, "tiers"),
                    new LinkedHashSet<>(fields.known("lines", "line of the tiers", lines)),
                    new LinkedHashSet<>(fields.known("not-lines", "line of the tiers", lines)),
                    fields.known("when", "finding", findings),
                    fields.known("unless", "finding", findings),
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
            return new DeleteOrder(templates.parse(fields.text("delete")));
        }
        if (fields.has("add-note")) {
            return new AddNoteToOrder(templates.parse(fields.text("description")), fields.text("add-note"));
        }
        if (fields.has("limit-supply-days")) {
            String less = fields.optionalText("less");
            if (less != null && !findings.contains(less)) {
                fields.problems().unknown(fields.file(), fields.path("less"), "finding", less, findings);
            }
            return new LimitSupplyOfOrder(templates.parse(fields.text("description")), days(fields), less);
        }
        fields.problem("", "has no kind; one of create, delete, add-note, limit-supply-days");
        return null;
    }

    private int days(Fields fields) {
        return settings.days(fields, "limit-supply-days");
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

    /** The places in the texts of an action. */
    static Set<String> places(ActionDefinition action) {
        if (action instanceof DeleteOrder delete) {
            return delete.description().places();
        }
        if (action instanceof AddNoteToOrder note) {
            return note.description().places();
        }
        if (action instanceof LimitSupplyOfOrder limit) {
            return limit.description().places();
        }
        return Set.of();
    }
}
