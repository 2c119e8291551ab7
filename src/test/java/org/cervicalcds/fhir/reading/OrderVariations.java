package org.cervicalcds.fhir.reading;

import java.util.Random;
import org.cervicalcds.engine.terminology.Terminology;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes orders and medications, and the reasons of whatever has some. */
final class OrderVariations extends RandomValues {
    OrderVariations(Random random, Terminology terminology) {
        super(random, terminology);
    }

    void serviceRequest(ObjectNode order) {
        switch (random.nextInt(9)) {
            case 0 -> order.set("code", concept("ord-"));
            case 1 -> order.putArray("category").add(concept("ord-"));
            case 2 -> order.put("doNotPerform", random.nextBoolean());
            case 3 -> order.put("intent", pick("proposal", "plan", "order", "filler-order"));
            case 4 -> order.putArray("orderDetail").add(words());
            case 5 ->
                order.putArray("note")
                        .add(JSON.objectNode().put("text", pick(WORDS)))
                        .addObject()
                        .put("text", pick(WORDS));
            case 6 -> order.putArray("bodySite").add(words());
            case 7 -> order.put("authoredOn", date());
            default -> reasons(order);
        }
    }

    void reasons(ObjectNode resource) {
        if (random.nextBoolean()) {
            resource.putArray("reasonCode").add(concept("dx-")).add(words());
        } else {
            ArrayNode references = resource.putArray("reasonReference");
            references.addObject().put("reference", "Condition/v" + random.nextInt(5));
            references.addObject().put("reference", "https://ehr.example/fhir/Condition/v" + random.nextInt(3));
            references
                    .addObject()
                    .put(
                            "reference",
                            pick("#why", "Condition/v" + random.nextInt(5) + "/_history/4", URN + random.nextInt(4)));
            ObjectNode contained = resource.putArray("contained").addObject();
            contained.put("resourceType", "Condition").put("id", "why");
            contained.putObject("subject").put("reference", "Patient/p1");
            contained.set("code", concept("dx-"));
        }
    }

    void medication(String type, ObjectNode medication) {
        boolean given = type.equals("MedicationAdministration");
        boolean dispensed = type.equals("MedicationDispense");
        String dosage = given ? "" : type.equals("MedicationStatement") ? "dosage" : "dosageInstruction";
        switch (random.nextInt(6)) {
            case 0 -> {
                removeAll(medication, "medication");
                medication.set("medicationCodeableConcept", concept("med-"));
            }
            case 1 -> referred(medication);
            case 2 -> {
                if (!dosage.isEmpty()) {
                    ArrayNode dosages = medication.putArray(dosage);
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        dosages.add(dosage());
                    }
                } else {
                    medication.putObject("dosage").set("route", words());
                }
            }
            case 3 -> {
                if (type.equals("MedicationRequest")) {
                    ObjectNode dispense = medication.putObject("dispenseRequest");
                    dispense.put("numberOfRepeatsAllowed", random.nextInt(5));
                    dispense.set("quantity", quantity("{tbl}", "mg", "1"));
                    dispense.set("expectedSupplyDuration", quantity("d", "wk", "mo"));
                } else if (dispensed) {
                    medication.set("quantity", quantity("{tbl}", "mg", "1"));
                    medication.set("daysSupply", quantity("d", "wk", ""));
                }
            }
            case 4 -> {
                if (!dispensed) {
                    reasons(medication);
                }
            }
            default -> {
                if (type.equals("MedicationRequest")) {
                    medication.put("authoredOn", date()).put("intent", pick("order", "plan", "proposal"));
                } else if (dispensed) {
                    medication.put(pick("whenHandedOver", "whenPrepared"), date());
                } else {
                    removeAll(medication, "effective");
                    if (random.nextBoolean()) {
                        medication.put("effectiveDateTime", date());
                    } else {
                        medication.set("effectivePeriod", period());
                    }
                }
            }
        }
    }

    private void referred(ObjectNode medication) {
        removeAll(medication, "medication");
        ObjectNode reference = medication.putObject("medicationReference");
        boolean inside = random.nextBoolean();
        reference.put(
                "reference",
                inside
                        ? "#m"
                        : pick(
                                "Medication/v" + random.nextInt(5),
                                "Medication/v" + random.nextInt(5) + "/_history/1",
                                "https://ehr.example/fhir/Medication/v" + random.nextInt(5),
                                URN + random.nextInt(4)));
        if (random.nextBoolean()) {
            reference.put("display", pick("carisoprodol 350 mg", "Warfarin", "something else"));
        }
        if (inside) {
            ObjectNode contained = medication.putArray("contained").addObject();
            contained.put("resourceType", "Medication").put("id", "m");
            if (random.nextBoolean()) {
                contained.set("code", concept("med-"));
            }
            contained.putArray("ingredient").addObject().set("itemCodeableConcept", concept("med-"));
        }
    }

    private ObjectNode dosage() {
        ObjectNode dosage = JSON.objectNode();
        ObjectNode timing = dosage.putObject("timing");
        if (random.nextInt(4) == 0) {
            timing.set("code", coded("BID", "TID", "QD", "Q6H", "QOD"));
        } else {
            ObjectNode repeat = timing.putObject("repeat");
            repeat.put("frequency", 1 + random.nextInt(3)).put("period", 1 + random.nextInt(2));
            repeat.put("periodUnit", pick("d", "h", "wk"));
            if (random.nextInt(3) == 0) {
                repeat.put("frequencyMax", 4);
            }
            switch (random.nextInt(6)) {
                case 0 -> repeat.set("boundsDuration", quantity("d", "wk", "mo", "days", "Tage"));
                case 1 -> repeat.set("boundsPeriod", period());
                case 2 -> {
                    ObjectNode range = repeat.putObject("boundsRange");
                    range.set("low", quantity("d", "weeks"));
                    range.set("high", quantity("d", "weeks"));
                }
                case 3 -> repeat.put("count", 1 + random.nextInt(40));
                default -> {}
            }
        }
        if (random.nextBoolean()) {
            ArrayNode rates = dosage.putArray("doseAndRate");
            rates.addObject().set("doseQuantity", quantity("{tbl}", "mg", "tablet", "g", "Stück"));
            if (random.nextInt(4) == 0) {
                ObjectNode ratio = rates.addObject().putObject("rateRatio");
                ratio.set("numerator", quantity("TAB", "mg", "g"));
                ratio.set("denominator", quantity("d", "h"));
            }
            ObjectNode ordered = rates.addObject();
            ordered.set("type", coded("ordered", "calculated"));
            ordered.putObject("doseRange").set("high", quantity("{tbl}", "mg", "tablet"));
        }
        if (random.nextInt(3) == 0) {
            dosage.put("sequence", 1 + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            dosage.put("asNeededBoolean", random.nextBoolean());
            ObjectNode most = dosage.putObject("maxDosePerPeriod");
            most.set("numerator", quantity("{tbl}", "mg"));
            most.set("denominator", quantity("d", "h"));
        } else if (random.nextInt(3) == 0) {
            dosage.set("asNeededCodeableConcept", words());
        }
        if (random.nextInt(3) == 0) {
            dosage.set("route", JSON.objectNode().put("text", pick("Oral", "by mouth", "intramuscular")));
        }
        if (random.nextInt(4) == 0) {
            dosage.set("site", words());
        }
        return dosage;
    }
}
