package org.cervicalcds.content.vignettes;

import java.math.BigDecimal;
import org.cervicalcds.content.files.Fields;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how much of a drug a vignette orders or gives out. */
final class VignetteSupply {
    private static final String UCUM = "http://unitsofmeasure.org";

    private VignetteSupply() {}

    static void write(ObjectNode medication, String kind, Fields fields) {
        boolean dispense = kind.equals("dispense");
        BigDecimal days = fields.decimal("days");
        BigDecimal quantity = fields.decimal("quantity");
        boolean repeats = fields.has("repeats");
        if (days != null || quantity != null || repeats) {
            ObjectNode holder = dispense ? medication : medication.putObject("dispenseRequest");
            if (days != null) {
                days(holder.putObject(dispense ? "daysSupply" : "expectedSupplyDuration"), days);
            }
            if (quantity != null) {
                holder.putObject("quantity").put("value", quantity);
            }
            if (repeats) {
                holder.put("numberOfRepeatsAllowed", fields.number("repeats"));
            }
        }
        BigDecimal dose = fields.decimal("dose");
        BigDecimal bounds = fields.decimal("bounds-days");
        int times = fields.number("times-a-day", 0);
        boolean asNeeded = fields.flag("as-needed", false);
        String route = fields.optionalText("route");
        if (fields.has("steps")) {
            steps(medication, fields);
            return;
        }
        if (dose == null && bounds == null && times == 0 && !asNeeded && route == null) {
            return;
        }
        ObjectNode dosage = kind.equals("administration")
                ? medication.putObject("dosage")
                : medication
                        .putArray(kind.equals("statement") ? "dosage" : "dosageInstruction")
                        .addObject();
        if (times > 0 || bounds != null) {
            ObjectNode repeat = dosage.putObject("timing").putObject("repeat");
            if (times > 0) {
                repeat.put("frequency", times).put("period", 1).put("periodUnit", "d");
            }
            if (bounds != null) {
                days(repeat.putObject("boundsDuration"), bounds);
            }
        }
        if (asNeeded) {
            dosage.put("asNeededBoolean", true);
        }
        if (dose != null) {
            dosage.putArray("doseAndRate").addObject().putObject("doseQuantity").put("value", dose);
        }
        if (route != null) {
            dosage.putObject("route").put("text", route);
        }
    }

    /** Dosage instructions that follow one another, each for so many days. */
    private static void steps(ObjectNode medication, Fields fields) {
        ArrayNode dosages = medication.putArray("dosageInstruction");
        for (String days : fields.texts("steps")) {
            ObjectNode dosage = dosages.addObject().put("sequence", dosages.size());
            days(dosage.putObject("timing").putObject("repeat").putObject("boundsDuration"), new BigDecimal(days));
        }
    }

    private static void days(ObjectNode duration, BigDecimal days) {
        duration.put("value", days).put("unit", "days").put("system", UCUM).put("code", "d");
    }
}
