package org.cervicalcds.cohort;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.cards.Answer;
import org.cervicalcds.chart.Availability;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.ChartBuilder;
import org.cervicalcds.chart.ChartScope;
import org.cervicalcds.chart.Need;
import org.cervicalcds.cohort.Cohort.Person;
import org.cervicalcds.content.Content;
import org.cervicalcds.fhir.ChartReader;
import org.cervicalcds.fhir.JsonCursor;

/** Plays hook calls for the people of a cohort through the real reader and the real cards. */
final class CohortPlayer {
    /** The draft orders that are tried on everybody: name, and what stands in the order. */
    static final Map<String, String> DRAFTS = drafts();

    private static final Set<String> MINIMUM = Set.of("patient", "conditions");

    private final Content content;
    private final Map<String, List<Need>> needs = new HashMap<>();

    CohortPlayer(Content content) {
        this.content = content;
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
        return content.deck().answer(chart(person, ChartScope.PATIENT_VIEW, "", true));
    }

    /** As {@link #view}, but the EHR sends the Patient and the Conditions only. */
    Answer viewWithConditionsOnly(Person person) {
        return content.deck().answer(chart(person, ChartScope.PATIENT_VIEW, "", false));
    }

    /** One of {@link #DRAFTS} is selected for a person. */
    Answer select(Person person, String draft) {
        return content.deck().answer(chart(person, ChartScope.ORDER_SELECT, draft, true));
    }

    private Chart chart(Person person, String hook, String draft, boolean everything) {
        ChartBuilder builder = new ChartBuilder(content.terminology());
        ChartReader reader =
                new ChartReader(content.terminology(), content.settings().zone(), builder);
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
        if (!draft.isEmpty()) {
            String order = DRAFTS.getOrDefault(draft, "{}");
            byte[] bundle = ("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + order + "}]}")
                    .getBytes(StandardCharsets.UTF_8);
            JsonCursor drafts = new JsonCursor(bundle);
            drafts.nextToken();
            reader.readDrafts(drafts);
            selections =
                    List.of((order.contains("MedicationRequest") ? "MedicationRequest" : "ServiceRequest") + "/draft");
        }
        for (Need need : needs.computeIfAbsent(hook, content.deck()::needs)) {
            if (everything || MINIMUM.contains(need.key())) {
                builder.supplied(need, Availability.ALL);
            }
        }
        return builder.build(new ChartScope(
                hook,
                person.id(),
                null,
                "Practitioner",
                selections,
                Cohort.NOW,
                content.settings().zone()));
    }
}
