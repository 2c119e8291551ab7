package org.cervicalcds.fhir.reading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cervicalcds.engine.chart.ReferenceChart;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.PartialDate;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * The reference: reads valid R4 resources with HAPI's parser and makes chart entries out of its typed model. References are resolved here,
 * with HAPI's own reading of them, so that the chart gets them in their plainest form: {@code Patient/p1}, and codes in place of references.
 */
final class HapiChartReader {
    static final FhirContext FHIR = FhirContext.forR4Cached();

    private final HapiDataTypes types;
    private final ReferenceChart chart;
    private final HapiReferences references;
    private final HapiConditions conditions;
    private final HapiReports reports;
    private final HapiOrders orders;
    private final List<Given> given = new ArrayList<>();

    private record Given(Resource resource, @Nullable String fullUrl, boolean draft) {}

    HapiChartReader(HapiDataTypes types, ReferenceChart chart) {
        this.types = types;
        this.chart = chart;
        this.references = new HapiReferences(types);
        this.conditions = new HapiConditions(types, chart, references);
        this.reports = new HapiReports(types, chart, references);
        this.orders = new HapiOrders(types, chart, references);
    }

    /** HAPI's resource; empty where HAPI finds something that is not R4. */
    static Optional<Resource> parse(String json) {
        boolean[] faulty = {false};
        IParser parser = FHIR.newJsonParser().setParserErrorHandler(new LenientErrorHandler(false) {
            @Override
            public void incorrectJsonType(
                    IParseLocation at,
                    String element,
                    ValueType expected,
                    @Nullable ScalarType expectedScalar,
                    ValueType found,
                    @Nullable ScalarType foundScalar) {
                faulty[0] = true;
            }

            @Override
            public void invalidValue(IParseLocation at, String value, String error) {
                faulty[0] = true;
            }

            @Override
            public void unexpectedRepeatingElement(IParseLocation at, String element) {
                faulty[0] = true;
            }

            @Override
            public void unknownElement(IParseLocation at, String element) {
                faulty[0] = true;
            }
        });
        try {
            Resource resource = (Resource) parser.parseResource(json);
            return faulty[0] ? Optional.empty() : Optional.of(resource);
        } catch (DataFormatException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Takes a resource; it becomes an entry with {@link #finish}, when all that it may refer to is there. */
    void read(Resource resource, @Nullable String fullUrl, boolean draft) {
        given.add(new Given(resource, fullUrl, draft));
        references.know(resource, fullUrl, draft);
    }

    /** What selections name: type and id, URNs, and bare ids. */
    Set<String> selected(List<String> selections) {
        return references.selected(selections);
    }

    void finish() {
        for (Given one : given) {
            if (!HapiReferences.isModified(one.resource())) {
                add(one.resource(), one.fullUrl(), one.draft());
            }
        }
    }

    private void add(Resource resource, @Nullable String fullUrl, boolean draft) {
        if (draft) {
            orders.draft(resource, fullUrl);
        } else if (resource instanceof Patient patient) {
            chart.patient(new org.cervicalcds.engine.entries.Patient(
                    HapiReferences.id(patient),
                    types.date(patient.getBirthDateElement()),
                    !patient.hasActive() || patient.getActive(),
                    patient.hasDeceasedDateTimeType()
                            || patient.hasDeceasedBooleanType()
                                    && patient.getDeceasedBooleanType().booleanValue(),
                    patient.hasDeceasedDateTimeType() ? types.date(patient.getDeceasedDateTimeType()) : null));
        } else if (resource instanceof Encounter encounter) {
            if (!HapiReferences.id(encounter).isEmpty()) {
                chart.encounter(new org.cervicalcds.engine.entries.Encounter(
                        HapiReferences.id(encounter),
                        encounter.getStatus() == Encounter.EncounterStatus.INPROGRESS,
                        types.date(encounter.getPeriod().getStartElement()),
                        types.date(encounter.getPeriod().getEndElement())));
            }
        } else if (resource instanceof Condition condition) {
            conditions.condition(condition, fullUrl);
        } else if (resource instanceof Observation observation) {
            observation(observation, fullUrl);
        } else if (resource instanceof DiagnosticReport report) {
            reports.diagnosticReport(report, fullUrl);
        } else if (resource instanceof Procedure procedure) {
            reports.procedure(procedure, fullUrl);
        } else if (resource instanceof ImagingStudy study) {
            reports.imagingStudy(study, fullUrl);
        } else if (resource instanceof ServiceRequest request && request.hasCode()) {
            orders.serviceRequest(request, fullUrl, false);
        } else if (resource instanceof MedicationRequest request) {
            orders.request(request, fullUrl);
        } else if (resource instanceof MedicationStatement statement) {
            orders.statement(statement, fullUrl);
        } else if (resource instanceof MedicationDispense dispense) {
            orders.dispense(dispense, fullUrl);
        } else if (resource instanceof MedicationAdministration administration) {
            orders.administration(administration, fullUrl);
        }
    }

    private void observation(Observation observation, @Nullable String fullUrl) {
        String own = HapiReferences.reference(observation, fullUrl);
        observation(
                observation,
                own,
                HapiReferences.urn(fullUrl),
                types.concept(observation.getCode()),
                types.value(observation.getValue()),
                observation.hasDataAbsentReason());
        int known = 0;
        for (var component : observation.getComponent()) {
            Concept code = types.concept(component.getCode());
            if (code.isKnown() && !component.hasModifierExtension()) {
                observation(
                        observation,
                        own.contains("/") ? own + "#component-" + known : own,
                        null,
                        code,
                        types.value(component.getValue()),
                        component.hasDataAbsentReason());
                known++;
            }
        }
    }

    private void observation(
            Observation observation,
            String reference,
            @Nullable String urn,
            Concept code,
            org.cervicalcds.engine.entries.Observation.Value value,
            boolean absent) {
        if (!code.isKnown() || value.equals(org.cervicalcds.engine.entries.Observation.Value.NONE) && absent) {
            return;
        }
        PartialDate effective = types.happened(observation.getEffective());
        PartialDate issued = types.date(observation.getIssuedElement());
        PartialDate start = types.start(observation.getEffective());
        chart.add(
                new org.cervicalcds.engine.entries.Observation(
                        reference,
                        code,
                        HapiDataTypes.orEmpty(observation.getStatusElement().getValueAsString()),
                        effective != null ? effective : issued != null ? issued : start,
                        effective != null || issued == null,
                        types.measured(code, value),
                        null),
                urn,
                references.subject(observation.getSubject()));
    }

    /** A coding as ours. */
    static boolean says(Coding coding) {
        return coding.hasCode() || coding.hasDisplay();
    }
}
