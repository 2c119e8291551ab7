package org.cervicalcds.fhir.reading;

import java.util.List;
import org.cervicalcds.engine.chart.ReferenceChart;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.text.FreeText;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Orders, drafts and medications as HAPI reads them. */
final class HapiOrders {
    private final HapiDataTypes types;
    private final ReferenceChart chart;
    private final HapiReferences references;

    HapiOrders(HapiDataTypes types, ReferenceChart chart, HapiReferences references) {
        this.types = types;
        this.chart = chart;
        this.references = references;
    }

    void draft(Resource resource, @Nullable String fullUrl) {
        if (resource instanceof ServiceRequest request) {
            serviceRequest(request, fullUrl, true);
        } else if (resource instanceof MedicationRequest request) {
            HapiDosage dosage = HapiDosage.of(request.getDosageInstruction(), types);
            Concept own = medicationCode(request, request.getMedication());
            Concept code = own.and(references.referred(request.getMedication()));
            chart.add(
                    new Order(
                            HapiReferences.reference(request, fullUrl),
                            true,
                            false,
                            HapiDataTypes.orEmpty(request.getStatusElement().getValueAsString()),
                            HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                            request.getDoNotPerform(),
                            code,
                            types.concept(request.getCategory()),
                            dosage.site(),
                            FreeText.of(
                                    HapiReferences.paragraphs(own.words(), HapiReferences.notes(request.getNote()))),
                            references.reason(
                                    types.concept(request.getReasonCode()), request, request.getReasonReference()),
                            HapiReferences.references(request.getReasonReference()),
                            types.date(request.getAuthoredOnElement()),
                            supply(request),
                            null,
                            null),
                    HapiReferences.urn(fullUrl),
                    references.subject(request.getSubject()));
        }
    }

    void serviceRequest(ServiceRequest request, @Nullable String fullUrl, boolean draft) {
        Concept code = types.concept(request.getCode());
        chart.add(
                new Order(
                        HapiReferences.reference(request, fullUrl),
                        draft,
                        false,
                        HapiDataTypes.orEmpty(request.getStatusElement().getValueAsString()),
                        HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                        request.getDoNotPerform(),
                        code,
                        types.concept(request.getCategory()),
                        types.concept(request.getBodySite()),
                        FreeText.of(HapiReferences.paragraphs(
                                code.words(),
                                types.concept(request.getOrderDetail()).words(),
                                HapiReferences.notes(request.getNote()))),
                        references.reason(
                                types.concept(request.getReasonCode()), request, request.getReasonReference()),
                        HapiReferences.references(request.getReasonReference()),
                        types.date(request.getAuthoredOnElement()),
                        null,
                        null,
                        null),
                HapiReferences.urn(fullUrl),
                references.subject(request.getSubject()));
    }

    void request(MedicationRequest request, @Nullable String fullUrl) {
        use(
                MedicationUse.Kind.REQUEST,
                request,
                fullUrl,
                request.getStatusElement().getValueAsString(),
                HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                request.getMedication(),
                types.concept(request.getCategory()),
                types.concept(request.getReasonCode()),
                request.getReasonReference(),
                request.getSubject(),
                HapiDosage.of(request.getDosageInstruction(), types),
                supply(request));
    }

    private Supply supply(MedicationRequest request) {
        var dispense = request.getDispenseRequest();
        return new Supply(
                types.date(request.getAuthoredOnElement()),
                null,
                HapiDosage.daysSupply(dispense.getExpectedSupplyDuration(), types),
                dispense.getNumberOfRepeatsAllowed(),
                HapiDosage.value(dispense.getQuantity()),
                HapiDosage.of(request.getDosageInstruction(), types).doses(types.unit(dispense.getQuantity())));
    }

    void dispense(MedicationDispense dispense, @Nullable String fullUrl) {
        HapiDosage dosage = HapiDosage.of(dispense.getDosageInstruction(), types);
        PartialDate handedOver = types.date(dispense.getWhenHandedOverElement());
        Supply supply = new Supply(
                handedOver != null ? handedOver : types.date(dispense.getWhenPreparedElement()),
                null,
                HapiDosage.daysSupply(dispense.getDaysSupply(), types),
                0,
                HapiDosage.value(dispense.getQuantity()),
                dosage.doses(types.unit(dispense.getQuantity())));
        use(
                MedicationUse.Kind.DISPENSE,
                dispense,
                fullUrl,
                dispense.getStatusElement().getValueAsString(),
                "",
                dispense.getMedication(),
                types.concept(dispense.getCategory()),
                Concept.NONE,
                List.of(),
                dispense.getSubject(),
                dosage,
                supply);
    }

    void statement(MedicationStatement statement, @Nullable String fullUrl) {
        HapiDosage dosage = HapiDosage.of(statement.getDosage(), types);
        PartialDate start = types.start(statement.getEffective());
        PartialDate end = types.end(statement.getEffective());
        PartialDate single =
                statement.getEffective() instanceof DateTimeType ? types.happened(statement.getEffective()) : null;
        boolean completed = "completed".equals(statement.getStatusElement().getValueAsString());
        use(
                MedicationUse.Kind.STATEMENT,
                statement,
                fullUrl,
                statement.getStatusElement().getValueAsString(),
                "",
                statement.getMedication(),
                types.concept(statement.getCategory()),
                types.concept(statement.getReasonCode()),
                statement.getReasonReference(),
                statement.getSubject(),
                dosage,
                new Supply(
                        start != null ? start : single,
                        end == null && completed && start == null ? single : end,
                        null,
                        0,
                        null,
                        dosage.doses("")));
    }

    void administration(MedicationAdministration administration, @Nullable String fullUrl) {
        HapiDosage dosage =
                administration.hasDosage() ? HapiDosage.of(administration.getDosage(), types) : HapiDosage.none(types);
        PartialDate start = types.start(administration.getEffective());
        PartialDate end = types.end(administration.getEffective());
        PartialDate single = administration.getEffective() instanceof DateTimeType
                ? types.happened(administration.getEffective())
                : null;
        use(
                MedicationUse.Kind.ADMINISTRATION,
                administration,
                fullUrl,
                administration.getStatusElement().getValueAsString(),
                "",
                administration.getMedication(),
                types.concept(administration.getCategory()),
                types.concept(administration.getReasonCode()),
                administration.getReasonReference(),
                administration.getSubject(),
                dosage,
                new Supply(
                        start != null ? start : single, end != null ? end : single, null, 0, null, dosage.doses("")));
    }

    private void use(
            MedicationUse.Kind kind,
            DomainResource resource,
            @Nullable String fullUrl,
            @Nullable String status,
            String intent,
            Type medication,
            Concept category,
            Concept reason,
            List<Reference> reasons,
            Reference subject,
            HapiDosage dosage,
            Supply supply) {
        Concept code = medicationCode(resource, medication).and(references.referred(medication));
        if (code == Concept.NONE && !(medication instanceof Reference reference && reference.hasReference())) {
            return;
        }
        chart.add(
                new MedicationUse(
                        HapiReferences.reference(resource, fullUrl),
                        kind,
                        HapiDataTypes.orEmpty(status),
                        intent,
                        code,
                        category,
                        references.reason(reason, resource, reasons),
                        dosage.site(),
                        dosage.oralOrUnstated(),
                        supply,
                        null),
                HapiReferences.urn(fullUrl),
                references.subject(subject));
    }

    /** What the resource itself says of the medication. */
    private Concept medicationCode(DomainResource owner, @Nullable Type medication) {
        if (medication instanceof Reference reference) {
            Concept named = reference.hasDisplay() ? Concept.of(List.of(), reference.getDisplay()) : Concept.NONE;
            return named.and(references.contained(owner, reference.getReference()));
        }
        return medication instanceof CodeableConcept concept ? types.concept(concept) : Concept.NONE;
    }
}
