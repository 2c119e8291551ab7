package org.cervicalcds.fhir;

import static org.cervicalcds.fhir.DataTypes.each;
import static org.cervicalcds.fhir.DataTypes.member;

import org.jspecify.annotations.Nullable;

/** Reads the members that several resource types share, and hands on the others by what the type is, or to all while it is not known. */
final class CommonMembers {
    private final DataTypes types;
    private final ClinicalMembers clinical;
    private final RequestMembers requests;

    CommonMembers(DataTypes types) {
        this.types = types;
        this.clinical = new ClinicalMembers(types);
        this.requests = new RequestMembers(types);
    }

    /** Reads the value at hand into the fields, or passes over it. */
    void read(String name, JsonCursor in, ResourceFields fields) {
        switch (name) {
            case "id" -> fields.id.read(in);
            case "status" -> fields.status = orEmpty(types.repeated(in));
            case "code" -> fields.code = fields.code.and(types.concept(in));
            case "subject", "patient", "for" ->
                fields.subject = types.reference(in).reference();
            case "encounter", "context" -> encounter(in, fields);
            case "category" -> category(in, fields);
            case "bodySite" -> fields.bodySite = fields.bodySite.and(types.concept(in));
            case "note", "notes" -> note(in, fields);
            case "reasonCode", "reasonCodeableConcept" -> fields.reason = fields.reason.and(types.concept(in));
            case "reasonReference" -> each(in, reference -> reason(reference, fields));
            case "recordedDate", "assertedDate", "dateRecorded", "authoredOn", "dateWritten", "orderedOn", "issued" ->
                fields.recorded = types.date(in);
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
        if (fields.kind == ResourceKind.UNSTATED) {
            return clinical.read(name, in, fields) || requests.read(name, in, fields);
        }
        return fields.kind.isRequestOrMedication() ? requests.read(name, in, fields) : clinical.read(name, in, fields);
    }

    /** Only a condition can be a diagnosis of the encounter that is going on. */
    private void encounter(JsonCursor in, ResourceFields fields) {
        if (fields.kind == ResourceKind.CONDITION || fields.kind == ResourceKind.UNSTATED) {
            fields.encounter = lastSegment(types.reference(in).reference());
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
                fields.note.append(fields.note.isEmpty() ? "" : "\n").append(text);
            }
        });
    }

    private void reason(JsonCursor in, ResourceFields fields) {
        String reference = types.reference(in).reference();
        if (reference != null) {
            fields.reasonReferences.add(reference);
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

    static @Nullable String lastSegment(@Nullable String reference) {
        return reference == null ? null : reference.substring(reference.lastIndexOf('/') + 1);
    }
}
