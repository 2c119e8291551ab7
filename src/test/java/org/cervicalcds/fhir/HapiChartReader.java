package org.cervicalcds.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.cervicalcds.chart.ChartBuilder;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.ImagingWords;
import org.cervicalcds.chart.MedicationUse;
import org.cervicalcds.chart.Order;
import org.cervicalcds.chart.PartialDate;
import org.cervicalcds.chart.Report;
import org.cervicalcds.chart.Supply;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** The reference: reads one valid R4 resource with HAPI's parser and makes the chart entry out of its typed model. */
final class HapiChartReader {
    static final FhirContext FHIR = FhirContext.forR4Cached();

    private final HapiDataTypes types;
    private final ChartBuilder chart;

    HapiChartReader(HapiDataTypes types, ChartBuilder chart) {
        this.types = types;
        this.chart = chart;
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

    void read(Resource resource, @Nullable String fullUrl, boolean draft) {
        if (draft) {
            draft(resource, fullUrl);
        } else if (resource instanceof Patient patient) {
            chart.patient(new org.cervicalcds.chart.Patient(
                    id(patient),
                    types.date(patient.getBirthDateElement()),
                    !patient.hasActive() || patient.getActive(),
                    patient.hasDeceasedDateTimeType()
                            || patient.hasDeceasedBooleanType()
                                    && patient.getDeceasedBooleanType().booleanValue()));
        } else if (resource instanceof Encounter encounter) {
            if (!id(encounter).isEmpty()) {
                chart.encounter(new org.cervicalcds.chart.Encounter(
                        id(encounter),
                        encounter.getStatus() == Encounter.EncounterStatus.INPROGRESS,
                        types.date(encounter.getPeriod().getStartElement())));
            }
        } else if (resource instanceof Condition condition) {
            condition(condition, fullUrl);
        } else if (resource instanceof Observation observation) {
            observation(observation, fullUrl);
        } else if (resource instanceof DiagnosticReport report) {
            diagnosticReport(report, fullUrl);
        } else if (resource instanceof Procedure procedure) {
            procedure(procedure, fullUrl);
        } else if (resource instanceof ImagingStudy study) {
            imagingStudy(study, fullUrl);
        } else if (resource instanceof Medication medication) {
            medication(medication, fullUrl);
        } else if (resource instanceof ServiceRequest request && request.hasCode()) {
            serviceRequest(request, fullUrl, false);
        } else if (resource instanceof MedicationRequest request) {
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
        } else if (resource instanceof MedicationStatement statement) {
            statement(statement, fullUrl);
        } else if (resource instanceof MedicationDispense dispense) {
            HapiDosage dosage = HapiDosage.of(dispense.getDosageInstruction(), types);
            PartialDate handedOver = types.date(dispense.getWhenHandedOverElement());
            Supply supply = new Supply(
                    handedOver != null ? handedOver : types.date(dispense.getWhenPreparedElement()),
                    null,
                    HapiDosage.daysSupply(dispense.getDaysSupply()),
                    0,
                    HapiDosage.value(dispense.getQuantity()),
                    dosage.doses(HapiDosage.unit(dispense.getQuantity())));
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
        } else if (resource instanceof MedicationAdministration administration) {
            administration(administration, fullUrl);
        }
    }

    private void draft(Resource resource, @Nullable String fullUrl) {
        if (resource instanceof Medication medication) {
            medication(medication, fullUrl);
        } else if (resource instanceof ServiceRequest request) {
            serviceRequest(request, fullUrl, true);
        } else if (resource instanceof MedicationRequest request) {
            String reference = contained(request, fullUrl);
            HapiDosage dosage = HapiDosage.of(request.getDosageInstruction(), types);
            Concept code = medicationCode(request.getMedication());
            chart.add(
                    new Order(
                            reference,
                            true,
                            false,
                            HapiDataTypes.orEmpty(request.getStatusElement().getValueAsString()),
                            HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                            request.getDoNotPerform(),
                            code,
                            types.concept(request.getCategory()),
                            dosage.site(),
                            lines(code.words(), notes(request.getNote())),
                            types.concept(request.getReasonCode()),
                            references(request.getReasonReference()),
                            types.date(request.getAuthoredOnElement()),
                            supply(request),
                            null,
                            null),
                    request.getSubject().getReference(),
                    medicationReference(request.getMedication()),
                    references(request.getReasonReference()));
        }
    }

    private void condition(Condition condition, @Nullable String fullUrl) {
        Concept code = types.concept(condition.getCode());
        if (code == Concept.NONE) {
            return;
        }
        Type abatement = condition.getAbatement();
        PartialDate abated = null;
        boolean undated = false;
        if (abatement instanceof DateTimeType date) {
            abated = types.date(date);
        } else if (abatement instanceof Period period) {
            PartialDate end = types.date(period.getEndElement());
            abated = end != null ? end : types.date(period.getStartElement());
        } else {
            undated = abatement != null;
        }
        var status = clinicalStatus(condition.getClinicalStatus());
        boolean goesOn = status == org.cervicalcds.chart.Condition.ClinicalStatus.ACTIVE
                || status == org.cervicalcds.chart.Condition.ClinicalStatus.RECURRENCE
                || status == org.cervicalcds.chart.Condition.ClinicalStatus.RELAPSE;
        PartialDate onset = null;
        if (condition.getOnset() instanceof DateTimeType date) {
            onset = types.date(date);
        } else if (condition.getOnset() instanceof Period period) {
            onset = types.date(period.getStartElement());
        }
        chart.add(
                new org.cervicalcds.chart.Condition(
                        reference(condition, fullUrl),
                        code,
                        code.sets(),
                        undated && !goesOn ? org.cervicalcds.chart.Condition.ClinicalStatus.RESOLVED : status,
                        verification(condition.getVerificationStatus()),
                        onset,
                        condition.hasOnsetAge() ? HapiDosage.years(condition.getOnsetAge()) : null,
                        abated,
                        types.date(condition.getRecordedDateElement()),
                        types.concept(condition.getBodySite()),
                        notes(condition.getNote()),
                        condition.getCategory().stream()
                                .flatMap(category -> category.getCoding().stream())
                                .anyMatch(coding -> "encounter-diagnosis".equals(coding.getCode())),
                        lastSegment(condition.getEncounter().getReference()),
                        null),
                condition.getSubject().getReference(),
                null,
                List.of());
    }

    private static org.cervicalcds.chart.Condition.ClinicalStatus clinicalStatus(CodeableConcept concept) {
        for (String word : HapiDataTypes.codes(concept)) {
            for (var status : org.cervicalcds.chart.Condition.ClinicalStatus.values()) {
                if (status != org.cervicalcds.chart.Condition.ClinicalStatus.NOT_GIVEN
                        && status.name().equalsIgnoreCase(word)) {
                    return status;
                }
            }
        }
        return org.cervicalcds.chart.Condition.ClinicalStatus.NOT_GIVEN;
    }

    private static org.cervicalcds.chart.Condition.Verification verification(CodeableConcept concept) {
        for (String word : HapiDataTypes.codes(concept)) {
            String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
            for (var status : org.cervicalcds.chart.Condition.Verification.values()) {
                if (status.name().equals(name.equals("DIFFERENTIAL") ? "UNCONFIRMED" : name)) {
                    return status;
                }
            }
        }
        return HapiDataTypes.codes(concept).isEmpty()
                ? org.cervicalcds.chart.Condition.Verification.CONFIRMED
                : org.cervicalcds.chart.Condition.Verification.UNCONFIRMED;
    }

    private void observation(Observation observation, @Nullable String fullUrl) {
        Concept code = types.concept(observation.getCode());
        var value = types.value(observation);
        if (!code.isKnown()
                || value.equals(org.cervicalcds.chart.Observation.Value.NONE) && observation.hasDataAbsentReason()) {
            return;
        }
        PartialDate effective = types.happened(observation.getEffective());
        PartialDate issued = types.date(observation.getIssuedElement());
        PartialDate start = types.start(observation.getEffective());
        chart.add(
                new org.cervicalcds.chart.Observation(
                        reference(observation, fullUrl),
                        code,
                        HapiDataTypes.orEmpty(observation.getStatusElement().getValueAsString()),
                        effective != null ? effective : issued != null ? issued : start,
                        effective != null || issued == null,
                        value,
                        null),
                observation.getSubject().getReference(),
                null,
                List.of());
    }

    private void diagnosticReport(DiagnosticReport report, @Nullable String fullUrl) {
        List<String> forms = new ArrayList<>();
        report.getPresentedForm().forEach(form -> {
            if (form.hasContentType() && form.getContentType().startsWith("text/plain") && form.hasData()) {
                forms.add(new String(form.getData(), java.nio.charset.StandardCharsets.UTF_8).strip());
            }
        });
        String text = lines(
                HapiDataTypes.orEmpty(report.getConclusion()),
                types.concept(report.getConclusionCode()).words(),
                HapiDataTypes.words(report.getText()),
                String.join("\n", forms));
        report(
                Report.Kind.DIAGNOSTIC_REPORT,
                report,
                fullUrl,
                report.getStatusElement().getValueAsString(),
                types.concept(report.getCode()),
                "",
                text,
                Concept.NONE,
                Concept.NONE,
                report.getEffective(),
                types.date(report.getIssuedElement()),
                report.getSubject(),
                List.of());
    }

    private void procedure(Procedure procedure, @Nullable String fullUrl) {
        report(
                Report.Kind.PROCEDURE,
                procedure,
                fullUrl,
                procedure.getStatusElement().getValueAsString(),
                types.concept(procedure.getCode()),
                "",
                "",
                types.concept(procedure.getReasonCode()),
                types.concept(procedure.getBodySite()),
                procedure.getPerformed(),
                null,
                procedure.getSubject(),
                procedure.getReasonReference());
    }

    private void imagingStudy(ImagingStudy study, @Nullable String fullUrl) {
        report(
                Report.Kind.IMAGING_STUDY,
                study,
                fullUrl,
                study.getStatusElement().getValueAsString(),
                types.concept(study.getProcedureCode()),
                HapiDataTypes.orEmpty(study.getDescription()),
                "",
                types.concept(study.getReasonCode()),
                Concept.NONE,
                study.getStartedElement(),
                null,
                study.getSubject(),
                study.getReasonReference());
    }

    private void report(
            Report.Kind kind,
            DomainResource resource,
            @Nullable String fullUrl,
            @Nullable String status,
            Concept code,
            String description,
            String text,
            Concept reason,
            Concept bodySite,
            @Nullable Type when,
            @Nullable PartialDate issued,
            Reference subject,
            List<Reference> reasons) {
        ImagingWords imaging = ImagingWords.of(code.words() + "\n" + description);
        if (!code.isKnown() && imaging == ImagingWords.NONE) {
            return;
        }
        PartialDate happened = types.happened(when);
        chart.add(
                new Report(
                        reference(resource, fullUrl),
                        kind,
                        HapiDataTypes.orEmpty(status),
                        code,
                        description,
                        text,
                        reason,
                        bodySite,
                        happened != null ? happened : issued != null ? issued : types.start(when),
                        happened != null || issued == null,
                        ImagingWords.NONE,
                        null),
                subject.getReference(),
                null,
                references(reasons));
    }

    private void medication(Medication medication, @Nullable String fullUrl) {
        Concept code = medicationOwn(medication);
        if (!id(medication).isEmpty()) {
            chart.medication("Medication/" + id(medication), code);
        }
        if (fullUrl != null) {
            chart.medication(lastTwoSegments(fullUrl), code);
        }
    }

    private Concept medicationOwn(Medication medication) {
        Concept ingredients = Concept.NONE;
        for (var ingredient : medication.getIngredient()) {
            if (ingredient.getItem() instanceof CodeableConcept item) {
                ingredients = ingredients.and(types.concept(item));
            }
        }
        Concept code = types.concept(medication.getCode());
        return code == Concept.NONE ? ingredients : code.withSets(ingredients.sets());
    }

    private void serviceRequest(ServiceRequest request, @Nullable String fullUrl, boolean draft) {
        Concept code = types.concept(request.getCode());
        chart.add(
                new Order(
                        contained(request, fullUrl),
                        draft,
                        false,
                        HapiDataTypes.orEmpty(request.getStatusElement().getValueAsString()),
                        HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                        request.getDoNotPerform(),
                        code,
                        types.concept(request.getCategory()),
                        types.concept(request.getBodySite()),
                        lines(
                                code.words(),
                                types.concept(request.getOrderDetail()).words(),
                                notes(request.getNote())),
                        types.concept(request.getReasonCode()),
                        references(request.getReasonReference()),
                        types.date(request.getAuthoredOnElement()),
                        null,
                        null,
                        null),
                request.getSubject().getReference(),
                null,
                references(request.getReasonReference()));
    }

    private Supply supply(MedicationRequest request) {
        var dispense = request.getDispenseRequest();
        return new Supply(
                types.date(request.getAuthoredOnElement()),
                null,
                HapiDosage.days(dispense.getExpectedSupplyDuration()),
                dispense.getNumberOfRepeatsAllowed(),
                HapiDosage.value(dispense.getQuantity()),
                HapiDosage.of(request.getDosageInstruction(), types).doses(HapiDosage.unit(dispense.getQuantity())));
    }

    private void statement(MedicationStatement statement, @Nullable String fullUrl) {
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

    private void administration(MedicationAdministration administration, @Nullable String fullUrl) {
        HapiDosage dosage =
                administration.hasDosage() ? HapiDosage.of(administration.getDosage(), types) : HapiDosage.NONE;
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
        Concept code = medicationCode(medication);
        if (code == Concept.NONE && medicationReference(medication) == null) {
            return;
        }
        chart.add(
                new MedicationUse(
                        contained(resource, fullUrl),
                        kind,
                        HapiDataTypes.orEmpty(status),
                        intent,
                        code,
                        category,
                        reason,
                        dosage.site(),
                        dosage.oralOrUnstated(),
                        supply,
                        null),
                subject.getReference(),
                medicationReference(medication),
                references(reasons));
    }

    private Concept medicationCode(@Nullable Type medication) {
        if (medication instanceof Reference reference) {
            return reference.hasDisplay() ? Concept.of(List.of(), reference.getDisplay()) : Concept.NONE;
        }
        return medication instanceof CodeableConcept concept ? types.concept(concept) : Concept.NONE;
    }

    private static @Nullable String medicationReference(@Nullable Type medication) {
        return medication instanceof Reference reference ? reference.getReference() : null;
    }

    private String contained(DomainResource resource, @Nullable String fullUrl) {
        String owner = reference(resource, fullUrl);
        for (Resource inner : resource.getContained()) {
            if (inner instanceof Medication medication) {
                String id = inner.getIdElement().getIdPart();
                chart.medication(owner + "#" + (id.startsWith("#") ? id.substring(1) : id), medicationOwn(medication));
            }
        }
        return owner;
    }

    private static String notes(List<Annotation> notes) {
        return lines(notes.stream()
                .map(note -> HapiDataTypes.orEmpty(note.getText()))
                .toArray(String[]::new));
    }

    private static List<String> references(List<Reference> references) {
        return references.stream()
                .map(Reference::getReference)
                .filter(reference -> reference != null)
                .toList();
    }

    private static String lines(String... texts) {
        StringJoiner lines = new StringJoiner("\n");
        for (String text : texts) {
            if (!text.isEmpty()) {
                lines.add(text);
            }
        }
        return lines.toString();
    }

    private static String id(Resource resource) {
        return HapiDataTypes.orEmpty(resource.getIdElement().getIdPart());
    }

    private static String reference(Resource resource, @Nullable String fullUrl) {
        String type = resource.fhirType();
        if (!id(resource).isEmpty()) {
            return type + "/" + id(resource);
        }
        String last = fullUrl == null ? "" : lastTwoSegments(fullUrl);
        return last.matches(type + "/.+") ? last : type;
    }

    private static String lastTwoSegments(String url) {
        String[] segments = url.split("/", -1);
        return segments.length < 3 ? url : segments[segments.length - 2] + "/" + segments[segments.length - 1];
    }

    private static @Nullable String lastSegment(@Nullable String reference) {
        return reference == null ? null : reference.replaceFirst("^.*/", "");
    }

    /** A coding as ours. */
    static boolean says(Coding coding) {
        return coding.hasCode() || coding.hasDisplay();
    }
}
