package org.cervicalcds.cohort;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.cohort.Cohort.Person;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Candidate;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.RecordReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Plays hook calls for the people of a cohort through the real reader and the real cards. */
final class CohortPlayer {
    /** The draft orders that are tried on everybody: name, and what stands in the order. */
    static final Map<String, String> DRAFTS = drafts();

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ORDERS_SINCE = "2023-06-15";
    private static final List<String> VISITED =
            List.of("conditions", "diagnosticReports", "procedures", "serviceRequests", "medicationRequests");
    private static final List<String> DATES =
            List.of("recordedDate", "effectiveDateTime", "performedDateTime", "authoredOn");
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

    /**
     * The chart is opened at the end of every day of the last two years on which something was recorded, with what was known by then, by one
     * client with a token: what is repeated no sooner than after some days stays away for so long.
     */
    List<Answer> viewAtVisits(Person person) {
        PatientRecord record = read(person.record(), Hook.PATIENT_VIEW.name(), "", true);
        Map<String, Instant> shown = new HashMap<>();
        List<Answer> answers = new ArrayList<>();
        for (String day : visits(person)) {
            Instant then = endOf(day);
            Answer answer = engine.evaluate(
                            record.asOf(then),
                            context(Hook.PATIENT_VIEW.name(), person.id(), then, List.of()),
                            candidates -> repeated(candidates, shown, then))
                    .answer();
            answer.cards().forEach(card -> shown.putIfAbsent(key(card.id(), card.indicator()), then));
            answers.add(answer);
        }
        return answers;
    }

    private static String key(String card, Indicator tier) {
        return card + " " + tier.code();
    }

    private static Map<String, Suppression> repeated(
            List<Candidate> candidates, Map<String, Instant> shown, Instant now) {
        Map<String, Suppression> suppressed = new HashMap<>();
        for (Candidate candidate : candidates) {
            String key = key(candidate.card(), candidate.tier());
            Instant before = candidate.repeatDays() > 0 ? shown.get(key) : null;
            if (before != null) {
                Instant until = before.plus(Duration.ofDays(candidate.repeatDays()));
                if (now.isBefore(until)) {
                    suppressed.put(candidate.card(), new Suppression(Suppression.REPEAT, until));
                } else {
                    shown.remove(key);
                }
            }
        }
        return suppressed;
    }

    private static Set<String> visits(Person person) {
        JsonNode record = JSON.readTree(person.record());
        Set<String> days = new TreeSet<>();
        for (String key : VISITED) {
            for (JsonNode entry : record.path(key).path("entry")) {
                for (String date : DATES) {
                    String day = entry.path("resource").path(date).asString("");
                    if (day.compareTo(ORDERS_SINCE) >= 0) {
                        days.add(day.substring(0, ORDERS_SINCE.length()));
                    }
                }
            }
        }
        return days;
    }

    private static Instant endOf(String day) {
        return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
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
        for (String order : ownOrders(person).keySet()) {
            answers.add(answer(person, Hook.ORDER_SELECT.name(), order, true));
        }
        return answers;
    }

    /**
     * The same orders, each selected at the end of the day it is of, with what was known by then. Neither the order nor a report of that day that
     * may be of it is on record yet.
     */
    List<Answer> selectOwnOrdersOnTheirDays(Person person) {
        List<Answer> answers = new ArrayList<>();
        ownOrders(person).forEach((order, ordered) -> {
            JsonNode record = JSON.readTree(person.record());
            ((ArrayNode) record.path(ordered.key()).path("entry")).remove(ordered.index());
            if (!ordered.key().equals("medicationRequests")
                    && record.path("diagnosticReports").path("entry") instanceof ArrayNode reports) {
                reports.removeIf(report ->
                        report.at("/resource/effectiveDateTime").asString("").startsWith(ordered.day()));
            }
            Instant then = endOf(ordered.day());
            String hook = Hook.ORDER_SELECT.name();
            PatientRecord known = read(JSON.writeValueAsBytes(record), hook, order, true);
            answers.add(engine.evaluate(known.asOf(then), context(hook, person.id(), then, selected(order)))
                    .answer());
        });
        return answers;
    }

    /** Where an order stands in the record of a person. */
    private record Ordered(String key, int index, String day) {}

    /** Each drug and each service once, the last time it was ordered, as the draft it may have been. */
    private static Map<String, Ordered> ownOrders(Person person) {
        JsonNode record = JSON.readTree(person.record());
        Map<String, Ordered> orders = new LinkedHashMap<>();
        for (String key : List.of("medicationRequests", "serviceRequests", "procedures")) {
            JsonNode entries = record.path(key).path("entry");
            for (int i = 0; i < entries.size(); i++) {
                JsonNode done = entries.path(i).path("resource");
                boolean drug = key.equals("medicationRequests");
                String day = done.path("authoredOn")
                        .asString(done.path("performedDateTime").asString(""));
                if (day.compareTo(ORDERS_SINCE) >= 0) {
                    String what = drug ? "medicationCodeableConcept" : "code";
                    String order =
                            "{\"resourceType\":\"%s\",\"id\":\"draft\",\"status\":\"draft\",\"intent\":\"order\",\"%s\":%s}"
                                    .formatted(drug ? "MedicationRequest" : "ServiceRequest", what, done.path(what));
                    Ordered ordered = new Ordered(key, i, day.substring(0, ORDERS_SINCE.length()));
                    orders.merge(order, ordered, (one, other) -> one.day().compareTo(other.day()) > 0 ? one : other);
                }
            }
        }
        return orders;
    }

    private Answer answer(Person person, String hook, String order, boolean everything) {
        PatientRecord record = read(person.record(), hook, order, everything);
        return engine.evaluate(record, context(hook, person.id(), Cohort.NOW, selected(order)))
                .answer();
    }

    private Context context(String hook, String patient, Instant now, List<String> selections) {
        return new Context(hook, patient, now, content.zone(), Locale.ENGLISH, selections);
    }

    private static List<String> selected(String order) {
        return order.isEmpty()
                ? List.of()
                : List.of((order.contains("MedicationRequest") ? "MedicationRequest" : "ServiceRequest") + "/draft");
    }

    private PatientRecord read(byte[] record, String hook, String order, boolean everything) {
        RecordReader reader = new RecordReader(content);
        JsonCursor in = new JsonCursor(record);
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
        }
        for (Need need : needs.computeIfAbsent(hook, engine::dataRequirements)) {
            if (everything || MINIMUM.contains(need.key())) {
                reader.supplied(need, Availability.ALL);
            }
        }
        return reader.record();
    }
}
