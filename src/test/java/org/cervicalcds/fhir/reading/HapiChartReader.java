package org.cervicalcds.fhir.reading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.cervicalcds.engine.chart.Concept;
import org.cervicalcds.engine.chart.ImagingWords;
import org.cervicalcds.engine.chart.MedicationUse;
import org.cervicalcds.engine.chart.Order;
import org.cervicalcds.engine.chart.PartialDate;
import org.cervicalcds.engine.chart.ReferenceChart;
import org.cervicalcds.engine.chart.Report;
import org.cervicalcds.engine.chart.Supply;
import org.cervicalcds.engine.text.FreeText;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IdType;
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
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * The reference: reads valid R4 resources with HAPI's parser and makes chart entries out of its typed model. References are resolved here,
 * with HAPI's own reading of them, so that the chart gets them in their plainest form: {@code Patient/p1}, and codes in place of references.
 */
final class HapiChartReader {
    static final FhirContext FHIR = FhirContext.forR4Cached();

    private final HapiDataTypes types;
    private final ReferenceChart chart;
    private final List<Given> given = new ArrayList<>();
    private final Map<String, String> namedByUrn = new HashMap<>();
    private final Map<String, Concept> conditions = new HashMap<>();
    private final Map<String, Concept> medications = new HashMap<>();

    private record Given(Resource resource, @Nullable String fullUrl, boolean draft) {}

    HapiChartReader(HapiDataTypes types, ReferenceChart chart) {
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

    /** Takes a resource; it becomes an entry with {@link #finish}, when all that it may refer to is there. */
    void read(Resource resource, @Nullable String fullUrl, boolean draft) {
        given.add(new Given(resource, fullUrl, draft));
        String urn = urn(fullUrl);
        if (urn != null && !id(resource).isEmpty()) {
            namedByUrn.putIfAbsent(urn, resource.fhirType() + "/" + id(resource));
        }
        if (isModified(resource)) {
            return;
        }
        if (resource instanceof Condition condition) {
            Concept code = types.concept(condition.getCode());
            String key = nameOf(condition, fullUrl);
            if (draft) {
                conditions.putIfAbsent(key, code);
            } else if (code != Concept.NONE) {
                conditions.put(key, code);
            }
        } else if (resource instanceof Medication medication) {
            medications.putIfAbsent(nameOf(medication, fullUrl), medicationOwn(medication));
            if (fullUrl != null) {
                medications.putIfAbsent(nameOf(fullUrl), medicationOwn(medication));
            }
        }
    }

    void finish() {
        for (Given one : given) {
            if (!isModified(one.resource())) {
                add(one.resource(), one.fullUrl(), one.draft());
            }
        }
    }

    private static boolean isModified(Resource resource) {
        return resource instanceof DomainResource domain && domain.hasModifierExtension();
    }

    private static String nameOf(Resource resource, @Nullable String fullUrl) {
        String reference = reference(resource, fullUrl);
        String urn = urn(fullUrl);
        return reference.contains("/") || fullUrl == null ? reference : urn == null ? fullUrl : urn;
    }

    /** Type and id as HAPI reads them, through the fullUrl where it is a URN. */
    private String nameOf(String reference) {
        String urn = urn(reference);
        if (urn != null) {
            return namedByUrn.getOrDefault(urn, urn);
        }
        IdType id = new IdType(reference.replaceFirst("/+$", ""));
        return id.hasResourceType() && id.hasIdPart() ? id.getResourceType() + "/" + id.getIdPart() : reference;
    }

    /** The patient as the chart knows one; null where nothing is said that resolves. */
    private @Nullable String subject(Reference subject) {
        String reference = subject.getReference();
        if (reference == null || reference.startsWith("#") || reference.contains("?")) {
            return null;
        }
        String name = nameOf(reference);
        return name.startsWith("urn:") ? null : name.contains("/") ? name : "Patient/" + name;
    }

    /** What selections name: type and id, URNs, and bare ids. */
    Set<String> selected(List<String> selections) {
        Set<String> selected = new HashSet<>();
        for (String selection : selections) {
            String name = nameOf(selection);
            selected.add(name);
            String urn = urn(selection);
            if (urn != null) {
                selected.add(urn);
                selected.add(urn.substring(urn.lastIndexOf(':') + 1));
            }
        }
        return selected;
    }

    private Concept reason(Concept stated, DomainResource owner, List<Reference> references) {
        Concept reason = stated;
        for (Reference reference : references) {
            reason = reason.and(contained(owner, reference.getReference()));
        }
        for (Reference reference : references) {
            if (reference.hasReference() && !reference.getReference().startsWith("#")) {
                reason = reason.and(conditions.getOrDefault(nameOf(reference.getReference()), Concept.NONE));
            }
        }
        return reason;
    }

    private Concept contained(DomainResource owner, @Nullable String reference) {
        if (reference != null && reference.startsWith("#")) {
            for (Resource inner : owner.getContained()) {
                if (inner.getIdElement().getIdPart().replaceFirst("^#", "").equals(reference.substring(1))) {
                    return inner instanceof Medication medication
                            ? medicationOwn(medication)
                            : inner instanceof Condition condition ? types.concept(condition.getCode()) : Concept.NONE;
                }
            }
        }
        return Concept.NONE;
    }

    private void add(Resource resource, @Nullable String fullUrl, boolean draft) {
        if (draft) {
            draft(resource, fullUrl);
        } else if (resource instanceof Patient patient) {
            chart.patient(new org.cervicalcds.engine.chart.Patient(
                    id(patient),
                    types.date(patient.getBirthDateElement()),
                    !patient.hasActive() || patient.getActive(),
                    patient.hasDeceasedDateTimeType()
                            || patient.hasDeceasedBooleanType()
                                    && patient.getDeceasedBooleanType().booleanValue(),
                    patient.hasDeceasedDateTimeType() ? types.date(patient.getDeceasedDateTimeType()) : null));
        } else if (resource instanceof Encounter encounter) {
            if (!id(encounter).isEmpty()) {
                chart.encounter(new org.cervicalcds.engine.chart.Encounter(
                        id(encounter),
                        encounter.getStatus() == Encounter.EncounterStatus.INPROGRESS,
                        types.date(encounter.getPeriod().getStartElement()),
                        types.date(encounter.getPeriod().getEndElement())));
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
        } else if (resource instanceof MedicationAdministration administration) {
            administration(administration, fullUrl);
        }
    }

    private void draft(Resource resource, @Nullable String fullUrl) {
        if (resource instanceof ServiceRequest request) {
            serviceRequest(request, fullUrl, true);
        } else if (resource instanceof MedicationRequest request) {
            HapiDosage dosage = HapiDosage.of(request.getDosageInstruction(), types);
            Concept own = medicationCode(request, request.getMedication());
            Concept code = own.and(referred(request.getMedication()));
            chart.add(
                    new Order(
                            reference(request, fullUrl),
                            true,
                            false,
                            HapiDataTypes.orEmpty(request.getStatusElement().getValueAsString()),
                            HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                            request.getDoNotPerform(),
                            code,
                            types.concept(request.getCategory()),
                            dosage.site(),
                            FreeText.of(paragraphs(own.words(), notes(request.getNote()))),
                            reason(types.concept(request.getReasonCode()), request, request.getReasonReference()),
                            references(request.getReasonReference()),
                            types.date(request.getAuthoredOnElement()),
                            supply(request),
                            null,
                            null),
                    urn(fullUrl),
                    subject(request.getSubject()));
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
        var verification = verification(condition.getVerificationStatus());
        String letter = types.certainty(condition.getCode());
        if (HapiDataTypes.codes(condition.getVerificationStatus()).isEmpty()) {
            verification = switch (letter) {
                case "A" -> org.cervicalcds.engine.chart.Condition.Verification.REFUTED;
                case "V" -> org.cervicalcds.engine.chart.Condition.Verification.UNCONFIRMED;
                default -> verification;
            };
        }
        boolean goesOn = status == org.cervicalcds.engine.chart.Condition.ClinicalStatus.ACTIVE
                || status == org.cervicalcds.engine.chart.Condition.ClinicalStatus.RECURRENCE
                || status == org.cervicalcds.engine.chart.Condition.ClinicalStatus.RELAPSE;
        PartialDate onset = null;
        if (condition.getOnset() instanceof DateTimeType date) {
            onset = types.date(date);
        } else if (condition.getOnset() instanceof Period period) {
            onset = types.date(period.getStartElement());
        }
        if (undated && !goesOn) {
            status = org.cervicalcds.engine.chart.Condition.ClinicalStatus.RESOLVED;
        } else if (letter.equals("Z")
                && verification == org.cervicalcds.engine.chart.Condition.Verification.CONFIRMED
                && status != org.cervicalcds.engine.chart.Condition.ClinicalStatus.RESOLVED) {
            status = org.cervicalcds.engine.chart.Condition.ClinicalStatus.INACTIVE;
        }
        chart.add(
                new org.cervicalcds.engine.chart.Condition(
                        reference(condition, fullUrl),
                        code,
                        code.sets(),
                        status,
                        verification,
                        onset,
                        condition.hasOnsetAge() ? HapiDosage.years(condition.getOnsetAge(), types) : null,
                        abated,
                        types.date(condition.getRecordedDateElement()),
                        types.concept(condition.getBodySite()),
                        FreeText.of(notes(condition.getNote())),
                        condition.getCategory().stream()
                                .flatMap(category -> category.getCoding().stream())
                                .anyMatch(coding -> "encounter-diagnosis".equals(coding.getCode())),
                        condition.getEncounter().hasReference()
                                ? nameOf(condition.getEncounter().getReference())
                                : null,
                        null),
                urn(fullUrl),
                subject(condition.getSubject()));
    }

    private static org.cervicalcds.engine.chart.Condition.ClinicalStatus clinicalStatus(CodeableConcept concept) {
        for (String word : HapiDataTypes.statuses(concept)) {
            for (var status : org.cervicalcds.engine.chart.Condition.ClinicalStatus.values()) {
                if (status != org.cervicalcds.engine.chart.Condition.ClinicalStatus.NOT_GIVEN
                        && status.name().equalsIgnoreCase(word)) {
                    return status;
                }
            }
        }
        return org.cervicalcds.engine.chart.Condition.ClinicalStatus.NOT_GIVEN;
    }

    private static org.cervicalcds.engine.chart.Condition.Verification verification(CodeableConcept concept) {
        for (String word : HapiDataTypes.statuses(concept)) {
            String name = word.equals("410605003")
                    ? "CONFIRMED"
                    : word.toUpperCase(Locale.ROOT).replace('-', '_');
            for (var status : org.cervicalcds.engine.chart.Condition.Verification.values()) {
                if (status.name().equals(name.equals("DIFFERENTIAL") ? "UNCONFIRMED" : name)) {
                    return status;
                }
            }
        }
        return HapiDataTypes.statuses(concept).isEmpty()
                ? org.cervicalcds.engine.chart.Condition.Verification.CONFIRMED
                : org.cervicalcds.engine.chart.Condition.Verification.UNCONFIRMED;
    }

    private void observation(Observation observation, @Nullable String fullUrl) {
        String own = reference(observation, fullUrl);
        observation(
                observation,
                own,
                urn(fullUrl),
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
            org.cervicalcds.engine.chart.Observation.Value value,
            boolean absent) {
        if (!code.isKnown() || value.equals(org.cervicalcds.engine.chart.Observation.Value.NONE) && absent) {
            return;
        }
        PartialDate effective = types.happened(observation.getEffective());
        PartialDate issued = types.date(observation.getIssuedElement());
        PartialDate start = types.start(observation.getEffective());
        chart.add(
                new org.cervicalcds.engine.chart.Observation(
                        reference,
                        code,
                        HapiDataTypes.orEmpty(observation.getStatusElement().getValueAsString()),
                        effective != null ? effective : issued != null ? issued : start,
                        effective != null || issued == null,
                        types.measured(code, value),
                        null),
                urn,
                subject(observation.getSubject()));
    }

    private void diagnosticReport(DiagnosticReport report, @Nullable String fullUrl) {
        List<String> forms = new ArrayList<>();
        report.getPresentedForm().forEach(form -> {
            if (form.hasContentType() && form.getContentType().startsWith("text/plain") && form.hasData()) {
                forms.add(new String(form.getData(), java.nio.charset.StandardCharsets.UTF_8).strip());
            }
        });
        String text = paragraphs(
                HapiDataTypes.orEmpty(report.getConclusion()),
                types.concept(report.getConclusionCode()).words(),
                HapiDataTypes.words(report.getText()),
                String.join("\n\n", forms),
                String.join("\n\n", containedResults(report)));
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

    /** What the results that a report contains say in words. */
    private static List<String> containedResults(DiagnosticReport report) {
        List<String> words = new ArrayList<>();
        for (Reference result : report.getResult()) {
            for (Resource inner : report.getContained()) {
                String id = "#" + inner.getIdElement().getIdPart().replaceFirst("^#", "");
                if (inner instanceof Observation observation
                        && observation.getValue() instanceof StringType said
                        && id.equals(result.getReference())) {
                    words.add(HapiDataTypes.orEmpty(said.getValue()));
                }
            }
        }
        return words;
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
                        FreeText.of(text, HapiDataTypes.orEmpty(resource.getLanguage())),
                        resource instanceof DiagnosticReport report
                                ? types.concept(report.getConclusionCode())
                                : Concept.NONE,
                        reason(reason, resource, reasons),
                        bodySite,
                        happened != null ? happened : issued != null ? issued : types.start(when),
                        happened != null || issued == null,
                        ImagingWords.NONE,
                        unread(resource),
                        null),
                urn(fullUrl),
                subject(subject));
    }

    /** Something is attached that is no plain text. */
    private static boolean unread(DomainResource resource) {
        return resource instanceof DiagnosticReport report
                && report.getPresentedForm().stream()
                        .anyMatch(form -> (form.hasUrl() || form.hasData())
                                && !HapiDataTypes.orEmpty(form.getContentType()).startsWith("text/plain"));
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
                        reference(request, fullUrl),
                        draft,
                        false,
                        HapiDataTypes.orEmpty(request.getStatusElement().getValueAsString()),
                        HapiDataTypes.orEmpty(request.getIntentElement().getValueAsString()),
                        request.getDoNotPerform(),
                        code,
                        types.concept(request.getCategory()),
                        types.concept(request.getBodySite()),
                        FreeText.of(paragraphs(
                                code.words(),
                                types.concept(request.getOrderDetail()).words(),
                                notes(request.getNote()))),
                        reason(types.concept(request.getReasonCode()), request, request.getReasonReference()),
                        references(request.getReasonReference()),
                        types.date(request.getAuthoredOnElement()),
                        null,
                        null,
                        null),
                urn(fullUrl),
                subject(request.getSubject()));
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
        Concept code = medicationCode(resource, medication).and(referred(medication));
        if (code == Concept.NONE && !(medication instanceof Reference reference && reference.hasReference())) {
            return;
        }
        chart.add(
                new MedicationUse(
                        reference(resource, fullUrl),
                        kind,
                        HapiDataTypes.orEmpty(status),
                        intent,
                        code,
                        category,
                        reason(reason, resource, reasons),
                        dosage.site(),
                        dosage.oralOrUnstated(),
                        supply,
                        null),
                urn(fullUrl),
                subject(subject));
    }

    /** What the resource itself says of the medication. */
    private Concept medicationCode(DomainResource owner, @Nullable Type medication) {
        if (medication instanceof Reference reference) {
            Concept named = reference.hasDisplay() ? Concept.of(List.of(), reference.getDisplay()) : Concept.NONE;
            return named.and(contained(owner, reference.getReference()));
        }
        return medication instanceof CodeableConcept concept ? types.concept(concept) : Concept.NONE;
    }

    /** What a Medication elsewhere says of it. */
    private Concept referred(@Nullable Type medication) {
        return medication instanceof Reference reference
                        && reference.hasReference()
                        && !reference.getReference().startsWith("#")
                ? medications.getOrDefault(nameOf(reference.getReference()), Concept.NONE)
                : Concept.NONE;
    }

    private static @Nullable String urn(@Nullable String fullUrl) {
        return fullUrl != null && fullUrl.toLowerCase(Locale.ROOT).startsWith("urn:")
                ? fullUrl.toLowerCase(Locale.ROOT)
                : null;
    }

    private static String notes(List<Annotation> notes) {
        return paragraphs(notes.stream()
                .map(note -> HapiDataTypes.orEmpty(note.getText()))
                .toArray(String[]::new));
    }

    private static List<String> references(List<Reference> references) {
        return references.stream()
                .map(Reference::getReference)
                .filter(reference -> reference != null)
                .toList();
    }

    private static String paragraphs(String... texts) {
        StringJoiner lines = new StringJoiner("\n\n");
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
        if (fullUrl == null || urn(fullUrl) != null) {
            return type;
        }
        IdType named = new IdType(fullUrl);
        return type.equals(named.getResourceType()) && named.hasIdPart() ? type + "/" + named.getIdPart() : type;
    }

    /** A coding as ours. */
    static boolean says(Coding coding) {
        return coding.hasCode() || coding.hasDisplay();
    }
}
