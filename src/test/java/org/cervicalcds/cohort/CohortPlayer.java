package org.cervicalcds.cohort;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.cohort.Cohort.Person;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.RecordReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plays hook calls for the people of a cohort through the real reader and the real cards. */
final class CohortPlayer {
    /** The draft orders that are tried on everybody: name, and what stands in the order. */
    static final Map<String, String> DRAFTS = drafts();

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ORDERS_SINCE = "2023-06-15";
    private static final Set<String> MINIMUM = Set.of("patient", "conditions");

    private final Content content;
    private final Engine engine;
    private final Map<String, List<Need>> needs = new HashMap<>();

    CohortPlayer(Content content) {
        this.content = content;
        this.engine = Engine.of(content);
    }

    private static Map<String, String> drafts() {
        Map<String, String> drafts = new LinkedHashMap<>();
        drafts.put("neck film", service("http://loinc.org", "36669-0", "XR Cervical spine 2 Views"));
        drafts.put("neck CT", service("http://loinc.org", "30592-0", "CT Cervical spine WO contrast"));
        drafts.put("neck MRI", service("http://loinc.org", "30667-0", "MR Cervical spine WO contrast"));
        drafts.put("chiropractor", service("http://snomed.info/sct", "308449000", "Referral to chiropractor"));
        drafts.put("deep massage", service("http://snomed.info/sct", "387854002", "Deep tissue massage of neck"));
        drafts.put("physical therapy", service("http://snomed.info/sct", "91251008", "Physical therapy"));
        drafts.put(
                "muscle relaxant, 14 days",
                """
                {"resourceType":"MedicationRequest","id":"draft","status":"draft","intent":"order","medicationCodeableConcept":{"coding":[\
                {"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"21949"}],"text":"cyclobenzaprine"},"dispenseRequest":\
                {"expectedSupplyDuration":{"value":14,"unit":"days","system":"http://unitsofmeasure.org","code":"d"}}}""");
        return drafts;
    }

    private static String service(String system, String code, String text) {
        return """
                {"resourceType":"ServiceRequest","id":"draft","status":"draft","intent":"order","code":{"coding":[\
                {"system":"%s","code":"%s"}],"text":"%s"}}"""
                .formatted(system, code, text);
    }

    /** The chart of a person is opened. */
    Answer view(Person person) {
        return answer(person, Hook.PATIENT_VIEW.name(), "", true);
    }

    /** As {@link #view}, but the EHR sends the Patient and the Conditions only. */
    Answer viewWithConditionsOnly(Person person) {
        return answer(person, Hook.PATIENT_VIEW.name(), "", false);
    }

    /** One of {@link #DRAFTS} is selected for a person. */
    Answer select(Person person, String draft) {
        return answer(person, Hook.ORDER_SELECT.name(), DRAFTS.getOrDefault(draft, "{}"), true);
    }

    /** What was ordered for a person in the last two years, each selected anew: the prescriptions and whatever was done or asked for. */
    List<Answer> selectOwnOrders(Person person) {
        List<Answer> answers = new ArrayList<>();
        for (String order : ownOrders(person)) {
            answers.add(answer(person, Hook.ORDER_SELECT.name(), order, true));
        }
        return answers;
    }

    /** Each drug and each service once, as the draft it may have been. */
    private static Set<String> ownOrders(Person person) {
        JsonNode record = JSON.readTree(person.record());
        Set<String> orders = new LinkedHashSet<>();
        for (String key : List.of("medicationRequests", "serviceRequests", "procedures")) {
            for (JsonNode entry : record.path(key).path("entry")) {
                JsonNode done = entry.path("resource");
                boolean drug = key.equals("medicationRequests");
                String day = done.path("authoredOn")
                        .asString(done.path("performedDateTime").asString(""));
                if (day.compareTo(ORDERS_SINCE) >= 0) {
                    String what = drug ? "medicationCodeableConcept" : "code";
                    orders.add(
                            "{\"resourceType\":\"%s\",\"id\":\"draft\",\"status\":\"draft\",\"intent\":\"order\",\"%s\":%s}"
                                    .formatted(drug ? "MedicationRequest" : "ServiceRequest", what, done.path(what)));
                }
            }
        }
        return orders;
    }

    private Answer answer(Person person, String hook, String order, boolean everything) {
        RecordReader reader = new RecordReader(content);
        List<String> selections = List.of();
        JsonCursor in = new JsonCursor(person.record());
        in.nextToken();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            in.nextToken();
            if (everything || MINIMUM.contains(key)) {
                reader.read(in);
            } else {
                in.skipChildren();
            }
        }
        if (!order.isEmpty()) {
            reader.readDraft("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + order + "}]}");
            selections =
                    List.of((order.contains("MedicationRequest") ? "MedicationRequest" : "ServiceRequest") + "/draft");
        }
        for (Need need : needs.computeIfAbsent(hook, engine::dataRequirements)) {
            if (everything || MINIMUM.contains(need.key())) {
                reader.supplied(need, Availability.ALL);
            }
        }
        Context context = new Context(hook, person.id(), Cohort.NOW, content.zone(), Locale.ENGLISH, selections);
        return engine.evaluate(reader.record(), context).answer();
    }
}
