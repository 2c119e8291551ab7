package org.cervicalcds.workbench.sandbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.cervicalcds.workbench.sandbox.SearchParameter.Kind;
import org.cervicalcds.workbench.sandbox.SearchValue.Link;
import org.cervicalcds.workbench.sandbox.SearchValue.Token;
import org.cervicalcds.workbench.sandbox.SearchValue.Words;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/** Turns elements of a resource into the values that searches compare. */
final class SearchValues {

    private SearchValues() {}

    /** Adds to {@code found} what the element holds for a parameter of this kind; nothing when it holds nothing of that kind. */
    static void read(Kind kind, IBase element, @Nullable String target, List<SearchValue> found) {
        switch (kind) {
            case TOKEN -> tokens(element, found);
            case REFERENCE -> links(element, target, found);
            case DATE -> times(element, found);
            case STRING -> words(element, found);
        }
    }

    private static void tokens(IBase element, List<SearchValue> found) {
        if (element instanceof CodeableConcept concept) {
            concept.getCoding().forEach(coding -> tokens(coding, found));
        } else if (element instanceof Coding coding && coding.hasCode()) {
            found.add(new Token(coding.getSystem(), coding.getCode(), false));
        } else if (element instanceof Identifier identifier && identifier.hasValue()) {
            found.add(new Token(identifier.getSystem(), identifier.getValue(), false));
        } else if (element instanceof ContactPoint contact && contact.hasValue()) {
            found.add(new Token(null, contact.getValue(), true));
        } else if (element instanceof Enumeration<?> status && status.hasValue()) {
            found.add(new Token(status.getSystem(), status.getValueAsString(), true));
        } else if (element instanceof IdType id && id.hasIdPart()) {
            found.add(new Token(null, id.getIdPart(), true));
        } else if (element instanceof PrimitiveType<?> primitive && primitive.hasValue()) {
            found.add(new Token(null, primitive.getValueAsString(), true));
        }
    }

    private static void links(IBase element, @Nullable String target, List<SearchValue> found) {
        if (element instanceof Reference reference && reference.hasReference()) {
            IdType id = new IdType(reference.getReference());
            boolean wanted = target == null || !id.hasResourceType() || target.equals(id.getResourceType());
            if (wanted && id.hasIdPart()) {
                found.add(new Link(id.getResourceType(), id.getIdPart()));
            }
        }
    }

    private static void times(IBase element, List<SearchValue> found) {
        try {
            if (element instanceof BaseDateTimeType time && time.hasValue()) {
                found.add(TimeSpan.parse(time.getValueAsString()));
            } else if (element instanceof Period period && !period.isEmpty()) {
                Instant start = period.hasStart()
                        ? TimeSpan.parse(period.getStartElement().getValueAsString())
                                .start()
                        : TimeSpan.FAR_PAST;
                Instant end = period.hasEnd()
                        ? TimeSpan.parse(period.getEndElement().getValueAsString())
                                .end()
                        : TimeSpan.FAR_FUTURE;
                found.add(new TimeSpan(start, end));
            } else if (element instanceof Timing timing) {
                timing.getEvent().forEach(event -> times(event, found));
            }
        } catch (DateTimeException unreadable) {
            // A date that FHIR allows but the calendar does not: the resource is kept, a search by this date does not
            // find it.
        }
    }

    private static void words(IBase element, List<SearchValue> found) {
        if (element instanceof HumanName name) {
            add(name.getText(), found);
            add(name.getFamily(), found);
            name.getGiven().forEach(part -> add(part.getValue(), found));
            name.getPrefix().forEach(part -> add(part.getValue(), found));
            name.getSuffix().forEach(part -> add(part.getValue(), found));
        } else if (element instanceof Address address) {
            add(address.getText(), found);
            address.getLine().forEach(part -> add(part.getValue(), found));
            add(address.getCity(), found);
            add(address.getState(), found);
            add(address.getPostalCode(), found);
            add(address.getCountry(), found);
        } else if (element instanceof PrimitiveType<?> primitive) {
            add(primitive.getValueAsString(), found);
        }
    }

    private static void add(@Nullable String text, List<SearchValue> found) {
        if (text != null && !text.isBlank()) {
            found.add(new Words(text));
        }
    }
}
