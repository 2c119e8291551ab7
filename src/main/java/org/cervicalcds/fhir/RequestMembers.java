package org.cervicalcds.fhir;

import static org.cervicalcds.fhir.CommonMembers.orEmpty;
import static org.cervicalcds.fhir.DataTypes.bool;
import static org.cervicalcds.fhir.DataTypes.decimal;
import static org.cervicalcds.fhir.DataTypes.each;
import static org.cervicalcds.fhir.DataTypes.opens;
import static org.cervicalcds.fhir.DataTypes.quantity;
import static org.cervicalcds.fhir.DataTypes.string;

import java.math.BigDecimal;
import java.util.List;
import org.cervicalcds.chart.Concept;
import org.jspecify.annotations.Nullable;

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
            case "intent" -> fields.intent = orEmpty(types.repeated(in));
            case "doNotPerform" -> fields.doNotPerform = Boolean.TRUE.equals(bool(in));
            case "orderDetail" -> fields.orderDetail = types.concept(in);
            case "codeCodeableConcept", "serviceType" -> fields.code = fields.code.and(types.concept(in));
            case "medicationCodeableConcept" -> fields.medication = fields.medication.and(types.concept(in));
            case "medicationReference" -> medicationReference(in, fields);
            case "contained" -> each(in, resource -> contained(resource, fields));
            case "ingredient" -> each(in, ingredient -> ingredient(ingredient, fields));
            case "dosageInstruction", "dosage" -> each(in, d -> fields.dosages.add(DosageInstruction.read(d, types)));
            case "dispenseRequest" -> dispenseRequest(in, fields);
            case "quantity" -> supplied(quantity(in), fields);
            case "daysSupply" -> fields.supplyDays = daysSupply(quantity(in));
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

    private void medicationReference(JsonCursor in, ResourceFields fields) {
        DataTypes.Reference medication = types.reference(in);
        fields.medicationReference = medication.reference();
        if (medication.display() != null) {
            fields.medication = fields.medication.and(Concept.of(List.of(), medication.display()));
        }
    }

    private void contained(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        String type = null;
        String id = null;
        Concept code = Concept.NONE;
        ResourceFields inner = new ResourceFields();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "resourceType" -> type = string(in);
                case "id" -> id = string(in);
                case "code" -> code = types.concept(in);
                case "ingredient" -> each(in, ingredient -> ingredient(ingredient, inner));
                default -> in.skipChildren();
            }
        }
        if ("Medication".equals(type) && id != null) {
            fields.contained.add(new ResourceFields.ContainedMedication(
                    id.startsWith("#") ? id.substring(1) : id, withIngredients(code, inner.ingredients)));
        }
    }

    private void ingredient(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("itemCodeableConcept")) {
                fields.ingredients = fields.ingredients.and(types.concept(in));
            } else {
                in.skipChildren();
            }
        }
    }

    /** A medication is in the sets of its ingredients too; its words stay its own. */
    static Concept withIngredients(Concept code, Concept ingredients) {
        return code == Concept.NONE ? ingredients : code.withSets(ingredients.sets());
    }

    private static void dispenseRequest(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "quantity" -> supplied(quantity(in), fields);
                case "expectedSupplyDuration" ->
                    fields.supplyDays = quantity(in).days();
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
        fields.quantityUnit = quantity.codeOrUnit();
    }

    /** Days by name, so a number without a unit is one of days. */
    private static @Nullable BigDecimal daysSupply(DataTypes.Quantity quantity) {
        return quantity.codeOrUnit().isEmpty() ? quantity.value() : quantity.days();
    }
}
