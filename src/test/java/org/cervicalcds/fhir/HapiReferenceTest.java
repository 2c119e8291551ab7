package org.cervicalcds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.PartialDate;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAPI's typed model as the reference: valid R4 resources give the same codes, dates, statuses and values both ways. */
final class HapiReferenceTest {
    private static final IParser HAPI = FhirContext.forR4Cached()
            .newJsonParser()
            .setParserErrorHandler(new LenientErrorHandler().disableAllErrors());

    private static <R> R typed(Class<R> type, String json) {
        return type.cast(HAPI.parseResource(json.replace('\'', '"')));
    }

    private static void assertSame(Concept ours, CodeableConcept theirs) {
        assertThat(ours.codings().stream()
                        .map(c -> c.systemUri() + "|" + c.code() + "|" + c.display())
                        .toList())
                .isEqualTo(theirs.getCoding().stream()
                        .map(c -> (c.hasSystem() ? c.getSystem() : "") + "|" + c.getCode() + "|" + c.getDisplay())
                        .toList());
        assertThat(ours.text()).isEqualTo(theirs.getText());
    }

    private static void assertSame(@Nullable PartialDate ours, @Nullable BaseDateTimeType theirs) {
        if (theirs == null || theirs.isEmpty()) {
            assertThat(ours).isNull();
            return;
        }
        PartialDate expected = PartialDate.parse(theirs.getValueAsString(), ZoneOffset.UTC);
        assertThat(ours).isEqualTo(expected);
        Instant instant = theirs.getValue().toInstant();
        if (theirs.getPrecision().getCalendarConstant() > java.util.Calendar.DAY_OF_MONTH) {
            assertThat(Objects.requireNonNull(ours).earliest()).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'Condition','id':'1','clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]},'code':{'coding':[{'system':'http://snomed.info/sct','code':'9631008','display':'AS'}],'text':'AS'},'onsetDateTime':'2019-03','recordedDate':'2019-04-01T10:11:12+02:00'}",
                "{'resourceType':'Condition','id':'1','clinicalStatus':{'coding':[{'code':'resolved'}]},'verificationStatus':{'coding':[{'code':'provisional'}]},'code':{'text':'x'},'abatementDateTime':'2020-01-01'}",
                "{'recordedDate':'2019','code':{'coding':[{'code':'a'},{'system':'s','code':'b'}]},'clinicalStatus':{'coding':[{'code':'inactive'}]},'verificationStatus':{'coding':[{'code':'refuted'}]},'id':'1','resourceType':'Condition'}",
            })
    void conditionsAreReadTheSame(String json) {
        Condition theirs = typed(Condition.class, json);
        org.cervicalcds.chart.Condition ours = Sample.chartOf(json).conditions().get(0);

        assertSame(ours.code(), theirs.getCode());
        assertThat(ours.clinicalStatus().name())
                .isEqualToIgnoringCase(
                        theirs.getClinicalStatus().getCodingFirstRep().getCode());
        assertThat(ours.verification().name())
                .isEqualToIgnoringCase(
                        theirs.getVerificationStatus().getCodingFirstRep().getCode());
        assertSame(ours.onset(), theirs.hasOnsetDateTimeType() ? theirs.getOnsetDateTimeType() : null);
        assertSame(ours.abatement(), theirs.hasAbatementDateTimeType() ? theirs.getAbatementDateTimeType() : null);
        assertSame(ours.recorded(), theirs.getRecordedDateElement());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'Observation','id':'1','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},'effectiveDateTime':'2026-06-14T23:30:00-05:00','valueQuantity':{'value':38.50,'unit':'C','code':'Cel'}}",
                "{'valueQuantity':{'value':-2.5E0,'unit':'x'},'effectiveDateTime':'2026','status':'preliminary','code':{'coding':[{'system':'http://loinc.org','code':'8310-5'}]},'resourceType':'Observation'}",
            })
    void observationsAreReadTheSame(String json) {
        Observation theirs = typed(Observation.class, json);
        Sample sample = new Sample();
        sample.read(json);
        org.cervicalcds.chart.Observation ours =
                sample.chart().observations(sample.temperature).get(0);

        assertSame(ours.code(), theirs.getCode());
        assertThat(ours.status()).isEqualTo(theirs.getStatus().toCode());
        assertSame(ours.date(), theirs.getEffectiveDateTimeType());
        BigDecimal value = theirs.getValueQuantity().getValue();
        assertThat(ours.value().number()).isEqualTo(value);
        assertThat(ours.value().unit())
                .isEqualTo(
                        theirs.getValueQuantity().hasCode()
                                ? theirs.getValueQuantity().getCode()
                                : theirs.getValueQuantity().getUnit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'DiagnosticReport','id':'1','status':'final','code':{'text':'MR'},'issued':'2026-06-01T10:00:00.123Z','conclusion':'Bamboo spine','text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">a <b>b</b></div>'}}",
            })
    void reportsAreReadTheSame(String json) {
        DiagnosticReport theirs = typed(DiagnosticReport.class, json);
        org.cervicalcds.chart.Report ours = Sample.chartOf(json).reports().get(0);

        assertSame(ours.code(), theirs.getCode());
        assertThat(ours.status()).isEqualTo(theirs.getStatus().toCode());
        assertThat(Objects.requireNonNull(ours.date()).earliest())
                .isEqualTo(theirs.getIssued().toInstant());
        assertThat(ours.text())
                .isEqualTo(theirs.getConclusion() + "\n"
                        + theirs.getText().getDiv().allText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'MedicationRequest','id':'1','status':'active','intent':'order','medicationCodeableConcept':{'text':'carisoprodol'},'authoredOn':'2026-06-01','dispenseRequest':{'numberOfRepeatsAllowed':2,'quantity':{'value':30.50},'expectedSupplyDuration':{'value':14,'code':'d'}},'dosageInstruction':[{'asNeededBoolean':true,'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1.5}}]}]}",
            })
    void medicationRequestsAreReadTheSame(String json) {
        MedicationRequest theirs = typed(MedicationRequest.class, json);
        Sample sample = new Sample();
        sample.read(json);
        org.cervicalcds.chart.MedicationUse ours =
                sample.chart().medications(sample.relaxant).get(0);

        assertThat(ours.code().text())
                .isEqualTo(theirs.getMedicationCodeableConcept().getText());
        assertThat(ours.status()).isEqualTo(theirs.getStatus().toCode());
        assertThat(ours.intent()).isEqualTo(theirs.getIntent().toCode());
        assertSame(ours.supply().from(), theirs.getAuthoredOnElement());
        assertThat(ours.supply().repeats())
                .isEqualTo(theirs.getDispenseRequest().getNumberOfRepeatsAllowed());
        assertThat(ours.supply().quantity())
                .isEqualTo(theirs.getDispenseRequest().getQuantity().getValue());
        assertThat(ours.supply().days())
                .isEqualByComparingTo(
                        theirs.getDispenseRequest().getExpectedSupplyDuration().getValue());
        var dosage = theirs.getDosageInstructionFirstRep();
        assertThat(ours.supply().doses().get(0).asNeeded())
                .isEqualTo(dosage.getAsNeededBooleanType().booleanValue());
        assertThat(ours.supply().doses().get(0).perDay())
                .isEqualByComparingTo(dosage.getDoseAndRateFirstRep()
                        .getDoseQuantity()
                        .getValue()
                        .multiply(BigDecimal.valueOf(
                                dosage.getTiming().getRepeat().getFrequency())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'ServiceRequest','id':'1','status':'active','intent':'plan','doNotPerform':true,'code':{'coding':[{'system':'http://loinc.org','code':'30592-0','display':'CT'}]},'authoredOn':'2026-06-01T00:00:00Z','reasonReference':[{'reference':'Condition/1'}]}",
            })
    void serviceRequestsAreReadTheSame(String json) {
        ServiceRequest theirs = typed(ServiceRequest.class, json);
        org.cervicalcds.chart.Order ours = Sample.chartOf(json).recordedOrders().get(0);

        assertSame(ours.code(), theirs.getCode());
        assertThat(ours.status()).isEqualTo(theirs.getStatus().toCode());
        assertThat(ours.intent()).isEqualTo(theirs.getIntent().toCode());
        assertThat(ours.doNotPerform()).isEqualTo(theirs.getDoNotPerform());
        assertSame(ours.authoredOn(), theirs.getAuthoredOnElement());
        assertThat(ours.reasonReferences())
                .isEqualTo(List.of(theirs.getReasonReferenceFirstRep().getReference()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'Patient','id':'p1','active':true,'birthDate':'1960-02','deceasedBoolean':false}",
                "{'resourceType':'Patient','id':'p1','active':false,'birthDate':'1960-02-29','deceasedBoolean':true}",
            })
    void patientsAreReadTheSame(String json) {
        Patient theirs = typed(Patient.class, json);
        Chart chart = Sample.chartOf(json);
        org.cervicalcds.chart.Patient ours = Objects.requireNonNull(chart.patient());

        assertThat(ours.active()).isEqualTo(theirs.getActive());
        assertThat(ours.deceased()).isEqualTo(theirs.getDeceasedBooleanType().booleanValue());
        assertThat(Objects.requireNonNull(ours.birthDate()).shown(ZoneOffset.UTC))
                .isEqualTo(theirs.getBirthDateElement().getValueAsString());
    }
}
