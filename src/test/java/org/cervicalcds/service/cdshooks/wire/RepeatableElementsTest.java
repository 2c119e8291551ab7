package org.cervicalcds.service.cdshooks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.entries.RawJson;
import org.cervicalcds.fhir.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

/** Which elements are lists, against HAPI's model of FHIR R4; and that a draft which did not know goes out as R4. */
final class RepeatableElementsTest {
    private static final FhirContext R4 = FhirContext.forR4Cached();

    @ParameterizedTest
    @ValueSource(strings = {"MedicationRequest", "ServiceRequest"})
    void theListsAreThoseOfR4(String type) {
        RuntimeResourceDefinition definition = R4.getResourceDefinition(type);
        List<String> faults = new ArrayList<>();
        walk(definition, type, type, new TreeSet<>(), faults);
        assertThat(faults).isEmpty();
    }

    private static void walk(
            BaseRuntimeElementCompositeDefinition<?> definition,
            String top,
            String path,
            Set<String> seen,
            List<String> faults) {
        for (BaseRuntimeChildDefinition child : definition.getChildren()) {
            if (child instanceof RuntimeChildExtension) {
                // Its "names" are of HAPI's making: one for each type a value can have.
                check(top, path, child.getElementName(), child, faults);
                continue;
            }
            for (String name : child.getValidChildNames()) {
                if (name.endsWith("Resource")) {
                    continue; // HAPI's own name for what a reference leads to
                }
                check(top, path, name, child, faults);
                BaseRuntimeElementDefinition<?> inside = child.getChildByName(name);
                if (!name.equals("contained")
                        && inside instanceof BaseRuntimeElementCompositeDefinition<?> composite
                        && seen.add(composite.getImplementingClass().getName())) {
                    walk(composite, top, path + "." + name, seen, faults);
                }
            }
        }
    }

    private static void check(
            String top, String path, String name, BaseRuntimeChildDefinition child, List<String> faults) {
        boolean list = child.getMax() != 1;
        if (RepeatableElements.isList(path.equals(top) ? top : null, name) != list) {
            faults.add(path + "." + name + (list ? " is a list" : " is none"));
        }
    }

    private static String updated(String draft, String type) {
        byte[] body = draft.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            DraftUpdate.write(new RawJson(body, 0, body.length), type, new Action.AddNote("gently"), out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void singleValuesGoOutAsListsWhereR4HasLists() {
        String sent = updated(
                "{'resourceType':'ServiceRequest','id':'1','status':'draft','intent':'order','subject':{'reference':'Patient/p1'},"
                        + "'category':{'coding':{'system':'http://snomed.info/sct','code':'409063005'}},"
                        + "'code':{'coding':{'code':'x'},'text':'massage'},'instantiatesUri':'urn:x','bodySite':{'text':'neck'},"
                        + "'reasonCode':{'text':'pain'},'performer':{'reference':'Practitioner/1','identifier':{'value':'7'}},"
                        + "'identifier':{'value':'9'},'meta':{'profile':'http://x.example','tag':{'code':'t'}},"
                        + "'extension':{'url':'http://x.example/e','valueCodeableConcept':{'coding':{'code':'y'}}},'note':{'text':'old'}}",
                "ServiceRequest");

        assertThat(sent.replace('"', '\''))
                .contains("'category':[{'coding':[{'system':'http://snomed.info/sct','code':'409063005'}]}]")
                .contains("'instantiatesUri':['urn:x']")
                .contains("'performer':[{'reference':'Practitioner/1','identifier':{'value':'7'}}]")
                .contains("'note':[{'text':'old'},{'text':'gently'}]");
        R4.newJsonParser().setParserErrorHandler(new StrictErrorHandler()).parseResource(sent);
    }

    @Test
    void aMedicationRequestOfSingleValuesIsReadByAStrictParser() {
        String sent = updated(
                "{'resourceType':'MedicationRequest','id':'1','status':'draft','intent':'order','subject':{'reference':'Patient/p1'},"
                        + "'medicationCodeableConcept':{'coding':{'code':'x'}},'category':{'text':'inpatient'},'performer':{'reference':'Practitioner/1'},"
                        + "'dosageInstruction':{'additionalInstruction':{'text':'with food'},'doseAndRate':{'doseQuantity':{'value':1}},"
                        + "'timing':{'event':'2026-06-01','repeat':{'when':'HS','timeOfDay':'08:00:00','dayOfWeek':'mon'}}}}",
                "MedicationRequest");

        R4.newJsonParser().setParserErrorHandler(new StrictErrorHandler()).parseResource(sent);
        assertThat(sent).contains("\"performer\":{").contains("\"dosageInstruction\":[{");
    }
}
