package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.DataTypes.bool;
import static org.cervicalcds.fhir.reading.DataTypes.decimal;
import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.opens;
import static org.cervicalcds.fhir.reading.DataTypes.string;

import java.math.BigDecimal;
import java.util.List;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the members of orders, medications and Medication that others do not have. */
final class RequestMembers {
    private static final BigDecimal MOST_REPEATS = BigDecimal.valueOf(1000);

    private final DataTypes types;

    RequestMembers(DataTypes types) {
        this.types = types;
    }

    /** Reads the value at hand if the member is one of these. */
    boolean read(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "intent" -> fields.intent = types.status(in);
            case "doNotPerform" -> fields.doNotPerform = Boolean.TRUE.equals(bool(in));
            case "orderDetail" -> fields.orderDetail = types.concept(in);
            case "codeCodeableConcept", "serviceType" -> fields.code = fields.code.and(types.concept(in));
            case "medicationCodeableConcept" -> fields.medication = fields.medication.and(types.concept(in));
            case "medicationReference" -> medicationReference(types.reference(in), fields);
            case "medication" -> medication(in, fields);
            case "taken" -> fields.notDone |= "n".equals(string(in));
            case "wasNotTaken", "wasNotGiven", "notGiven" -> fields.notDone |= Boolean.TRUE.equals(bool(in));
            case "ingredient" -> each(in, ingredient -> ingredient(ingredient, fields));
            case "dosageInstruction", "dosage" -> each(in, d -> fields.dosages.add(DosageInstruction.read(d, types)));
            case "dispenseRequest" -> dispenseRequest(in, fields);
            case "quantity" -> supplied(types.quantity(in), fields);
            case "daysSupply" -> fields.supplyDays = supplyDays(types.quantity(in));
            case "whenHandedOver", "effectiveTimeDateTime" -> fields.happened = types.date(in);
            case "whenPrepared", "dateTime", "created" -> fields.recorded = types.date(in);
            case "effectiveTimePeriod" -> {
                DataTypes.Period period = types.period(in);
                fields.start = period.start();
                fields.end = period.end();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A CodeableReference, as R5 has it. */
    private void medication(JsonCursor in, ResourceFields fields) {
        DataTypes.CodeableReference medication = types.codeableReference(in);
        fields.medication = fields.medication.and(medication.concept());
        medicationReference(medication.reference(), fields);
    }

    private static void medicationReference(DataTypes.Reference medication, ResourceFields fields) {
        if (medication.reference() != null) {
            fields.medicationReference = medication.reference();
        }
        if (medication.display() != null) {
            fields.medication = fields.medication.and(Concept.of(List.of(), medication.display()));
        }
    }

    void contained(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        String type = null;
        String id = null;
        Concept code = Concept.NONE;
        String words = "";
        ResourceFields inner = new ResourceFields();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "resourceType" -> type = string(in);
                case "id" -> id = string(in);
                case "valueString" -> words = CommonMembers.orEmpty(string(in));
                case "code" -> code = code.and(types.concept(in));
                case "ingredient" -> each(in, ingredient -> ingredient(ingredient, inner));
                default -> in.skipChildren();
            }
        }
        if (id != null && ("Medication".equals(type) || "Condition".equals(type) || "Observation".equals(type))) {
            fields.contained.add(new ResourceFields.Contained(
                    id.startsWith("#") ? id.substring(1) : id,
                    withIngredients(code, inner.ingredients),
                    List.copyOf(inner.ingredientReferences),
                    words));
        }
    }

    private void ingredient(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "itemCodeableConcept" -> fields.ingredients = fields.ingredients.and(types.concept(in));
                case "itemReference" -> ingredient(types.reference(in), fields);
                case "item" -> {
                    DataTypes.CodeableReference item = types.codeableReference(in);
                    fields.ingredients = fields.ingredients.and(item.concept());
                    ingredient(item.reference(), fields);
                }
                default -> in.skipChildren();
            }
        }
    }

    private static void ingredient(DataTypes.Reference item, ResourceFields fields) {
        if (item.reference() != null) {
            fields.ingredientReferences.add(item.reference());
        }
    }

    /** A medication is in the sets of its ingredients too; its words stay its own. */
    static Concept withIngredients(Concept code, Concept ingredients) {
        return code == Concept.NONE ? ingredients : code.withSets(ingredients.sets());
    }

    private void dispenseRequest(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "quantity" -> supplied(types.quantity(in), fields);
                case "expectedSupplyDuration" -> fields.supplyDays = supplyDays(types.quantity(in));
                case "initialFill" -> {
                    fields.initialFill = in.currentToken() == JsonToken.START_OBJECT;
                    in.skipChildren();
                }
                case "numberOfRepeatsAllowed" -> fields.repeats = repeats(decimal(in));
                default -> in.skipChildren();
            }
        }
    }

    private static int repeats(@Nullable BigDecimal repeats) {
        return repeats == null
                ? 0
                : repeats.max(BigDecimal.ZERO).min(MOST_REPEATS).intValue();
    }

    private static void supplied(DataTypes.Quantity quantity, ResourceFields fields) {
        fields.quantity = quantity.value();
        fields.quantityUnit = quantity.unit();
    }

    /** How long a supply lasts; a number without a unit is one of days in every feed that sends it so. */
    private static @Nullable BigDecimal supplyDays(DataTypes.Quantity quantity) {
        return quantity.unit().isEmpty() ? quantity.value() : quantity.days();
    }
}
