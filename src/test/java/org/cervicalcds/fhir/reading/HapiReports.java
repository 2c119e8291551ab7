package org.cervicalcds.fhir.reading;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.chart.ReferenceChart;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.text.FreeText;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Diagnostic reports, procedures and imaging studies as HAPI reads them. */
final class HapiReports {
    private final HapiDataTypes types;
    private final ReferenceChart chart;
    private final HapiReferences references;

    HapiReports(HapiDataTypes types, ReferenceChart chart, HapiReferences references) {
        this.types = types;
        this.chart = chart;
        this.references = references;
    }

    void diagnosticReport(DiagnosticReport report, @Nullable String fullUrl) {
        List<String> forms = new ArrayList<>();
        report.getPresentedForm().forEach(form -> {
            if (form.hasContentType() && form.getContentType().startsWith("text/plain") && form.hasData()) {
                forms.add(new String(form.getData(), java.nio.charset.StandardCharsets.UTF_8).strip());
            }
        });
        String text = HapiReferences.paragraphs(
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

    void procedure(Procedure procedure, @Nullable String fullUrl) {
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

    void imagingStudy(ImagingStudy study, @Nullable String fullUrl) {
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
                        HapiReferences.reference(resource, fullUrl),
                        kind,
                        HapiDataTypes.orEmpty(status),
                        code,
                        description,
                        FreeText.of(text, HapiDataTypes.orEmpty(resource.getLanguage())),
                        resource instanceof DiagnosticReport report
                                ? types.concept(report.getConclusionCode())
                                : Concept.NONE,
                        references.reason(reason, resource, reasons),
                        bodySite,
                        happened != null ? happened : issued != null ? issued : types.start(when),
                        happened != null || issued == null,
                        ImagingWords.NONE,
                        unread(resource),
                        null),
                HapiReferences.urn(fullUrl),
                references.subject(subject));
    }

    /** Something is attached that is no plain text. */
    private static boolean unread(DomainResource resource) {
        return resource instanceof DiagnosticReport report
                && report.getPresentedForm().stream()
                        .anyMatch(form -> (form.hasUrl() || form.hasData())
                                && !HapiDataTypes.orEmpty(form.getContentType()).startsWith("text/plain"));
    }
}
