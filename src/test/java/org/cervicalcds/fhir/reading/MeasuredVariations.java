package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cervicalcds.engine.terminology.Terminology;
import tools.jackson.databind.node.ObjectNode;

/** Observations on both sides of the limits that count, in units of all kinds. */
final class MeasuredVariations extends RandomValues {
    MeasuredVariations(Random random, Terminology terminology) {
        super(random, terminology);
    }

    /** Two weights around the loss that counts, or a temperature around fever, in units of all kinds. */
    List<ObjectNode> measured() {
        List<ObjectNode> found = new ArrayList<>();
        if (random.nextBoolean()) {
            found.add(measured("29463-7", "2025-01-10", weight("80")));
            found.add(measured("29463-7", "2025-06-01", weight(pick("75.9", "76.1"))));
        } else {
            String unit = pick("Cel", "°C", "[degF]", "°F", "");
            boolean fahrenheit = unit.endsWith("F") || unit.endsWith("F]") || unit.isEmpty() && random.nextBoolean();
            ObjectNode value = JSON.objectNode();
            value.put("value", new BigDecimal(fahrenheit ? pick("100.4", "100.3") : pick("38.0", "37.9", "38.9")));
            found.add(measured("8310-5", "2025-06-15", named(value, unit)));
        }
        return found;
    }

    private ObjectNode weight(String kilograms) {
        BigDecimal number = new BigDecimal(kilograms);
        String unit =
                pick("kg", "kilograms", "g", "[lb_av]", "lbs", "[lb_us]", "pounds", "[oz_av]", "oz", "stone", "hands");
        BigDecimal one =
                switch (unit) {
                    case "g" -> new BigDecimal("0.001");
                    case "[lb_av]", "lbs", "[lb_us]", "pounds" -> new BigDecimal("0.45359237");
                    case "[oz_av]", "oz" -> new BigDecimal("0.028349523125");
                    case "stone" -> new BigDecimal("6.35029318");
                    default -> BigDecimal.ONE;
                };
        return named(JSON.objectNode().put("value", number.divide(one, 4, RoundingMode.HALF_UP)), unit);
    }

    private ObjectNode named(ObjectNode value, String unit) {
        if (!unit.isEmpty()) {
            value.put("unit", unit);
            if (random.nextBoolean()) {
                value.put("system", "http://unitsofmeasure.org").put("code", unit);
            }
        }
        return value;
    }

    private ObjectNode measured(String code, String day, ObjectNode value) {
        ObjectNode observation = JSON.objectNode();
        observation.put("resourceType", "Observation").put("status", pick("final", "amended", "corrected"));
        observation.put("id", "m" + day + random.nextInt(1000));
        observation
                .putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", code);
        observation.putObject("subject").put("reference", pick("Patient/p1", "Patient/p1/_history/3", URN + "p"));
        observation.put("effectiveDateTime", day);
        observation.set("valueQuantity", value);
        return observation;
    }
}
