package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Draft orders and orders of the record in the shapes that clients send. */
final class OrderReadingTest {
    private static final String CT =
            "{'resourceType':'ServiceRequest','id':'s1','status':'draft','code':{'coding':[{'system':'http://loinc.org','code':'30592-0'}]},'x':{'y':[1.50,\u00e9]}}"
                    .replace("\u00e9", "'\u00e9'");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'Bundle','type':'collection','entry':[{'resource':%s}]}",
                "{'resourceType':'Bundle','entry':[{'fullUrl':'urn:uuid:1','resource':%s}]}",
                "{'entry':[{'resource':%s}],'resourceType':'Bundle'}",
                "{'entry':{'resource':%s}}",
                "%s",
                "[%s]",
                "[{'resource':%s}]",
                "{'resource':%s}",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Practitioner','id':'x'}},{'resource':null},{'resource':%s}]}",
            })
    void draftIsFoundInEveryShapeAndKeptAsItCame(String shape) {
        Sample sample = new Sample();
        byte[] body = sample.readDrafts(shape.formatted(CT));
        List<Order> drafts = sample.chart().drafts();

        assertThat(drafts).hasSize(1);
        assertThat(drafts.get(0).reference()).isEqualTo("ServiceRequest/s1");
        assertThat(drafts.get(0).code().in(sample.ct)).isTrue();
        assertThat(raw(drafts.get(0), body)).isEqualTo(CT.replace('\'', '"'));
    }

    private static String raw(Order order, byte[] body) {
        RawJson raw = Objects.requireNonNull(order.raw());
        assertThat(raw.body()).isSameAs(body);
        return new String(raw.body(), raw.from(), raw.to() - raw.from(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "'x'",
                "7",
                "{'resourceType':'Bundle'}",
                "{'resourceType':'Bundle','entry':[{}]}"
            })
    void withoutDraftsThereAreNone(String json) {
        Sample sample = new Sample();
        sample.readDrafts(json);

        assertThat(sample.chart().drafts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'resourceType':'DeviceRequest','id':'1','codeCodeableConcept':{'text':'collar'},'subject':{'reference':'Patient/p1'}} | DeviceRequest/1 | collar",
                "{'resourceType':'NutritionOrder','id':'1','patient':{'reference':'Patient/p1'}} | NutritionOrder/1 | ",
                "{'resourceType':'CommunicationRequest','id':'1'} | CommunicationRequest/1 | ",
                "{'resourceType':'VisionPrescription','id':'1'} | VisionPrescription/1 | ",
                "{'resourceType':'Task','id':'1','code':{'text':'do'},'for':{'reference':'Patient/p1'}} | Task/1 | do",
                "{'resourceType':'Appointment','id':'1','serviceType':[{'text':'physio'}]} | Appointment/1 | physio",
                "{'resourceType':'ProcedureRequest','id':'1','code':{'text':'CT'},'reasonCode':[{'text':'fall'}]} | ProcedureRequest/1 | CT",
                "{'resourceType':'MedicationOrder','id':'1','medicationCodeableConcept':{'text':'drug'},'patient':{'reference':'Patient/p1'}} | MedicationOrder/1 | drug",
                "{'resourceType':'MedicationRequest','id':'1'} | MedicationRequest/1 | ",
                "{'resourceType':'ServiceRequest','id':'1','code':{'coding':[{}]},'reasonCode':[]} | ServiceRequest/1 | ",
                "{'resourceType':'ServiceRequest','code':{'text':'x'}} | ServiceRequest | x",
            })
    void everyKindOfRequestIsADraft(String json, String reference, String words) {
        Sample sample = new Sample();
        sample.readDrafts(json);

        assertThat(sample.chart().drafts()).extracting(Order::reference).containsExactly(reference);
        assertThat(sample.chart().drafts().get(0).code().words()).isEqualTo(words == null ? "" : words);
    }

    @Test
    void wordsAreCodeDetailsAndNotesButNeverTheReason() {
        Sample sample = new Sample();
        sample.readDrafts(
                "{'resourceType':'ServiceRequest','id':'1','status':'draft','intent':'order','doNotPerform':true,"
                        + "'code':{'text':'Physiotherapy','coding':[{'system':'s','code':'c','display':'Physical therapy'}]},"
                        + "'orderDetail':[{'text':'manual'}],'note':[{'text':'gently'}],'reasonCode':[{'text':'neck pain'}],"
                        + "'reasonReference':[{'reference':'Condition/1'}],'category':{'text':'therapy'},'authoredOn':'2026-06-01'}");
        Order order = sample.chart().drafts().get(0);

        assertThat(order.text().written()).isEqualTo("Physiotherapy\n\nPhysical therapy\n\nmanual\n\ngently");
        assertThat(order.reason().words()).isEqualTo("neck pain");
        assertThat(order.reasonReferences()).containsExactly("Condition/1");
        assertThat(order.doNotPerform()).isTrue();
        assertThat(order.intent()).isEqualTo("order");
        assertThat(order.category().words()).isEqualTo("therapy");
    }

    @Test
    void serviceRequestOfTheRecordIsNoDraft() {
        Chart chart = Sample.chartOf(CT);

        assertThat(chart.drafts()).isEmpty();
        assertThat(chart.recordedOrders()).hasSize(1);
        assertThat(chart.recordedOrders().get(0).raw()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'m1','medicationCodeableConcept':{'coding':[{'system':'x','code':'y'},{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}}]}",
                "{'resourceType':'MedicationRequest','id':'m1','medicationCodeableConcept':{'text':'carisoprodol 350 mg'}}",
                "{'resourceType':'MedicationRequest','id':'m1','medicationReference':{'reference':'Medication/9','display':'Carisoprodol 350 MG'}}",
                "{'resourceType':'MedicationRequest','id':'m1','medicationReference':{'reference':'#a'},'contained':[{'resourceType':'Medication','id':'a','code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}]}",
                "{'contained':{'id':'a','code':{'text':'Soma'},'ingredient':[{'itemCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}],'resourceType':'Medication'},'medicationReference':{'reference':'#a'},'id':'m1','resourceType':'MedicationRequest'}",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','id':'m1','medicationReference':{'reference':'Medication/9'}}},{'resource':{'resourceType':'Medication','id':'9','code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}}]}",
                "{'resourceType':'Bundle','entry':[{'fullUrl':'urn:uuid:9','resource':{'resourceType':'Medication','code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'2101'}]}}},{'resource':{'resourceType':'MedicationRequest','id':'m1','medicationReference':{'reference':'urn:uuid:9'}}}]}",
            })
    void sameDrugIsKnownInEveryFormAsDraftAndInTheRecord(String json) {
        Sample drafts = new Sample();
        drafts.readDrafts(json);
        Sample record = new Sample();
        record.read(json);

        assertThat(drafts.chart().drafts()).hasSize(1);
        assertThat(drafts.chart().drafts().get(0).code().in(drafts.relaxant)).isTrue();
        assertThat(record.chart().medications(record.relaxant)).hasSize(1);
    }
}
