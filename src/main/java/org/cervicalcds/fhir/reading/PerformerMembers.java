package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.opens;
import static org.cervicalcds.fhir.reading.DataTypes.string;

import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads who is to carry out an order, from the ServiceRequest and from PractitionerRole, Practitioner and Organization. */
final class PerformerMembers {
    private final DataTypes types;

    PerformerMembers(DataTypes types) {
        this.types = types;
    }

    /** Reads the value at hand if the member is one of these and the type of the resource, where it is known, has it. */
    boolean read(String name, JsonCursor in, ResourceFields fields) {
        boolean unstated = fields.kind == ResourceKind.UNSTATED;
        switch (name) {
            case "performer" -> {
                if (!unstated && fields.kind != ResourceKind.SERVICE_REQUEST) {
                    return false;
                }
                each(in, performer -> reference(performer, fields));
            }
            case "performerType" -> profession(in, fields);
            case "specialty" -> {
                if (!unstated && fields.kind != ResourceKind.PRACTITIONER_ROLE) {
                    return false;
                }
                profession(in, fields);
            }
            case "practitioner", "organization" -> {
                if (!unstated && fields.kind != ResourceKind.PRACTITIONER_ROLE) {
                    return false;
                }
                reference(in, fields);
            }
            case "qualification" -> each(in, qualification -> qualification(qualification, fields));
            case "type" -> {
                if (fields.kind != ResourceKind.ORGANIZATION
                        || in.currentToken().isScalarValue()) {
                    return false;
                }
                profession(in, fields);
            }
            case "name" -> {
                if (in.currentToken() != JsonToken.VALUE_STRING
                        || !unstated && fields.kind != ResourceKind.ORGANIZATION) {
                    return false;
                }
                name(string(in), fields);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void profession(JsonCursor in, ResourceFields fields) {
        fields.profession = fields.profession.and(types.concept(in));
    }

    private void reference(JsonCursor in, ResourceFields fields) {
        DataTypes.Reference reference = types.reference(in);
        if (reference.reference() != null) {
            fields.performers.add(reference.reference());
        }
        name(reference.display(), fields);
    }

    private static void name(@Nullable String name, ResourceFields fields) {
        if (name != null) {
            fields.performerNames.add(name);
        }
    }

    private void qualification(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("code")) {
                profession(in, fields);
            } else {
                in.skipChildren();
            }
        }
    }
}
