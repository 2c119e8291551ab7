package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.member;

import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the members that several resource types share, and hands on the others by what the type is, or to all while it is not known. */
final class CommonMembers {
    private final DataTypes types;
    private final ClinicalMembers clinical;
    private final RequestMembers requests;
    private final PerformerMembers performers;

    CommonMembers(DataTypes types) {
        this.types = types;
        this.clinical = new ClinicalMembers(types);
        this.requests = new RequestMembers(types);
        this.performers = new PerformerMembers(types);
    }

    /** Reads the value at hand into the fields, or passes over it. */
    void read(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "id" -> fields.id.read(in);
            case "language" -> fields.language = orEmpty(DataTypes.string(in));
            case "status" -> fields.status = types.status(in);
            case "code" -> fields.code = fields.code.and(types.concept(in));
            case "subject", "patient", "for" ->
                fields.subject = types.reference(in).reference();
            case "encounter", "context" -> encounter(in, fields);
            case "category" -> category(in, fields);
            case "bodySite" -> fields.bodySite = fields.bodySite.and(types.concept(in));
            case "note", "notes" -> note(in, fields);
            case "modifierExtension" -> each(in, extension -> modifier(extension, fields));
            case "contained" -> contained(in, fields);
            case "reason" -> reasons(in, fields);
            case "reasonCode", "reasonCodeableConcept" -> fields.reason = fields.reason.and(types.concept(in));
            case "reasonReference" -> each(in, reference -> reason(reference, fields));
            case "recordedDate",
                    "assertedDate",
                    "dateAsserted",
                    "dateRecorded",
                    "authoredOn",
                    "dateWritten",
                    "orderedOn",
                    "issued" -> fields.recorded = types.date(in);
            case "effectiveDateTime", "effectiveInstant" -> fields.happened = types.date(in);
            case "effectivePeriod", "period" -> period(in, fields);
            default -> {
                if (!others(name, in, fields)) {
                    in.skipChildren();
                }
            }
        }
    }

    private boolean others(String name, JsonCursor in, ResourceFields fields) {
        if (fields.kind.isOfPerformer() && performers.read(name, in, fields)) {
            return true;
        }
        if (fields.kind == ResourceKind.UNSTATED) {
            return clinical.read(name, in, fields) || requests.read(name, in, fields);
        }
        return fields.kind.isRequestOrMedication() ? requests.read(name, in, fields) : clinical.read(name, in, fields);
    }

    /** Only a condition can be a diagnosis of the encounter that is going on. */
    private void encounter(JsonCursor in, ResourceFields fields) {
        if (fields.kind == ResourceKind.CONDITION || fields.kind == ResourceKind.UNSTATED) {
            fields.encounter = types.reference(in).reference();
        } else {
            in.skipChildren();
        }
    }

    private void category(JsonCursor in, ResourceFields fields) {
        if (fields.kind == ResourceKind.OBSERVATION || fields.kind == ResourceKind.DIAGNOSTIC_REPORT) {
            in.skipChildren();
        } else {
            fields.category = types.concept(in);
        }
    }

    private static void note(JsonCursor in, ResourceFields fields) {
        boolean wanted = fields.kind == ResourceKind.UNSTATED
                || fields.kind == ResourceKind.CONDITION
                || fields.kind.isRequestOrMedication();
        if (!wanted) {
            in.skipChildren();
            return;
        }
        each(in, annotation -> {
            String text = member(annotation, "text");
            if (text != null) {
                fields.note.append(fields.note.isEmpty() ? "" : "\n\n").append(text);
            }
        });
    }

    private void reason(JsonCursor in, ResourceFields fields) {
        String reference = types.reference(in).reference();
        if (reference != null) {
            fields.reasonReferences.add(reference);
        }
    }

    /** A list of CodeableReference, as R5 has it; in R4 no resource that is read has such a member. */
    private void reasons(JsonCursor in, ResourceFields fields) {
        each(in, reason -> {
            DataTypes.CodeableReference read = types.codeableReference(reason);
            fields.reason = fields.reason.and(read.concept());
            if (read.reference().reference() != null) {
                fields.reasonReferences.add(read.reference().reference());
            }
        });
    }

    /** No modifier extension is known here: whatever one says, the resource must not be read as if it were not there. */
    private static void modifier(JsonCursor in, ResourceFields fields) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            fields.modified = true;
        }
        in.skipChildren();
    }

    /** What a resource carries in itself is read where it may be the medication, the reason or a result. */
    private void contained(JsonCursor in, ResourceFields fields) {
        if (fields.kind == ResourceKind.UNSTATED
                || fields.kind == ResourceKind.PROCEDURE
                || fields.kind == ResourceKind.DIAGNOSTIC_REPORT
                || fields.kind == ResourceKind.IMAGING_STUDY
                || fields.kind.isRequestOrMedication()) {
            each(in, resource -> requests.contained(resource, fields));
        } else {
            in.skipChildren();
        }
    }

    private void period(JsonCursor in, ResourceFields fields) {
        DataTypes.Period period = types.period(in);
        fields.start = period.start();
        fields.end = period.end();
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
