package org.cervicalcds.fhir.reading;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.cervicalcds.engine.entries.Concept;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** What references name, and what is said of the condition or the medication that one names. */
final class HapiReferences {
    private final HapiDataTypes types;
    private final Map<String, String> namedByUrn = new HashMap<>();
    private final Map<String, Concept> conditions = new HashMap<>();
    private final Map<String, Concept> medications = new HashMap<>();

    HapiReferences(HapiDataTypes types) {
        this.types = types;
    }

    /** What others may refer to. */
    void know(Resource resource, @Nullable String fullUrl, boolean draft) {
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

    static boolean isModified(Resource resource) {
        return resource instanceof DomainResource domain && domain.hasModifierExtension();
    }

    private static String nameOf(Resource resource, @Nullable String fullUrl) {
        String reference = reference(resource, fullUrl);
        String urn = urn(fullUrl);
        return reference.contains("/") || fullUrl == null ? reference : urn == null ? fullUrl : urn;
    }

    /** Type and id as HAPI reads them, through the fullUrl where it is a URN. */
    String nameOf(String reference) {
        String urn = urn(reference);
        if (urn != null) {
            return namedByUrn.getOrDefault(urn, urn);
        }
        IdType id = new IdType(reference.replaceFirst("/+$", ""));
        return id.hasResourceType() && id.hasIdPart() ? id.getResourceType() + "/" + id.getIdPart() : reference;
    }

    /** The patient as the chart knows one; null where nothing is said that resolves. */
    @Nullable
    String subject(Reference subject) {
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

    Concept reason(Concept stated, DomainResource owner, List<Reference> references) {
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

    Concept contained(DomainResource owner, @Nullable String reference) {
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

    Concept medicationOwn(Medication medication) {
        Concept ingredients = Concept.NONE;
        for (var ingredient : medication.getIngredient()) {
            if (ingredient.getItem() instanceof CodeableConcept item) {
                ingredients = ingredients.and(types.concept(item));
            }
        }
        Concept code = types.concept(medication.getCode());
        return code == Concept.NONE ? ingredients : code.withSets(ingredients.sets());
    }

    /** What a Medication elsewhere says of it. */
    Concept referred(@Nullable Type medication) {
        return medication instanceof Reference reference
                        && reference.hasReference()
                        && !reference.getReference().startsWith("#")
                ? medications.getOrDefault(nameOf(reference.getReference()), Concept.NONE)
                : Concept.NONE;
    }

    static @Nullable String urn(@Nullable String fullUrl) {
        return fullUrl != null && fullUrl.toLowerCase(Locale.ROOT).startsWith("urn:")
                ? fullUrl.toLowerCase(Locale.ROOT)
                : null;
    }

    static String notes(List<Annotation> notes) {
        return paragraphs(notes.stream()
                .map(note -> HapiDataTypes.orEmpty(note.getText()))
                .toArray(String[]::new));
    }

    static List<String> references(List<Reference> references) {
        return references.stream()
                .map(Reference::getReference)
                .filter(reference -> reference != null)
                .toList();
    }

    static String paragraphs(String... texts) {
        StringJoiner lines = new StringJoiner("\n\n");
        for (String text : texts) {
            if (!text.isEmpty()) {
                lines.add(text);
            }
        }
        return lines.toString();
    }

    static String id(Resource resource) {
        return HapiDataTypes.orEmpty(resource.getIdElement().getIdPart());
    }

    static String reference(Resource resource, @Nullable String fullUrl) {
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
}
