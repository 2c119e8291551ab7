package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.fhir.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads FHIR data types from the token at hand and leaves the parser on the last token of the value; what has another shape is passed over
 * and reads as missing.
 */
final class DataTypes {
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_DATE = 80;
    /** One or two digits behind it: with three it could part thousands. */
    private static final Pattern DECIMAL_COMMA = Pattern.compile("\\s*-?\\d{1,9},\\d{1,2}\\s*");

    private static final Pattern MEASURED = Pattern.compile(
            "\\s*([<>]=?|\u2264|\u2265)?\\s*([-\u2212]?\\d{1,6}(?:[.,]\\d{1,2})?)\\s*((?:\u00b0\\s?)?[\\p{L}\\[\\]_{}-]{0,20})\\s*");

    private static final String CERTAINTY = "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit";
    private static final String CERTAINTY_CODES = "https://fhir.kbv.de/CodeSystem/KBV_CS_SFHIR_ICD_DIAGNOSESICHERHEIT";

    private final Terminology terminology;
    private final ZoneId zone;
    private final InternCache<String> strings;
    private final InternCache<PartialDate> dates;
    private final InternCache<Concept> concepts;
    private final InternCache<List<String>> statuses;

    /** @param places for so many different strings there is room; for dates and concepts for half of them */
    DataTypes(Terminology terminology, ZoneId zone, int places) {
        this.terminology = terminology;
        this.zone = zone;
        this.strings = new InternCache<>(places);
        this.dates = new InternCache<>(places / 2);
        this.concepts = new InternCache<>(places / 2);
        this.statuses = new InternCache<>(32);
    }

    /**
     * A Quantity.
     *
     * @param number what stands there, whatever the comparator
     * @param unit UCUM code where the unit is known, else as it came; empty where missing
     * @param bound what the comparator makes of the number
     */
    record Quantity(@Nullable BigDecimal number, String unit, Observation.Bound bound) {
        static final Quantity NONE = new Quantity(null, "", Observation.Bound.EXACT);

        /** The number where it stands for itself. */
        @Nullable
        BigDecimal value() {
            return bound == Observation.Bound.EXACT ? number : null;
        }

        @Nullable
        BigDecimal days() {
            BigDecimal value = value();
            CalendarUnit calendarUnit = CalendarUnit.of(unit);
            return value == null || calendarUnit == null ? null : calendarUnit.toDays(value);
        }
    }

    /** A Period as far as its ends are dates. */
    record Period(@Nullable PartialDate start, @Nullable PartialDate end) {}

    /** A Reference. */
    record Reference(@Nullable String reference, @Nullable String display) {}

    /** A CodeableReference, as R5 has it: a concept, a reference, or both. */
    record CodeableReference(Concept concept, Reference reference) {}

    /** A string, or another scalar as it is written; null for blank. */
    static @Nullable String string(JsonCursor in) {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!token.isScalarValue()) {
            in.skipChildren();
            return null;
        }
        String text = in.getString();
        return text.isBlank() ? null : text;
    }

    /** As {@link #string}, for what a record says again and again. */
    @Nullable
    String repeated(JsonCursor in) {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            return string(in);
        }
        String text = strings.find(in.text(), in.from(), in.to());
        if (text == null) {
            text = in.getString();
            strings.keep(in.text(), in.from(), in.to(), text);
        }
        return text.isBlank() ? null : text;
    }

    static @Nullable Boolean bool(JsonCursor in) {
        String text = string(in);
        return text == null ? null : text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
    }

    /** A number, also one in quotes or with a decimal comma; null for one that no measurement can have. */
    static @Nullable BigDecimal decimal(JsonCursor in) {
        String text = string(in);
        if (text == null || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(
                    text.indexOf(',') >= 0 && DECIMAL_COMMA.matcher(text).matches()
                            ? text.strip().replace(',', '.')
                            : text.strip());
            return Math.abs(number.scale()) > LONGEST_NUMBER ? null : number;
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }

    @Nullable
    PartialDate date(JsonCursor in) {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            String text = string(in);
            return text == null ? null : PartialDate.parse(text.strip(), zone);
        }
        int length = in.to() - in.from();
        if (length > LONGEST_DATE) {
            return null;
        }
        PartialDate date = dates.find(in.text(), in.from(), in.to());
        if (date == null) {
            date = PartialDate.parse(in.getString().strip(), zone);
            if (date != null) {
                dates.keep(in.text(), in.from(), in.to(), date);
            }
        }
        return date;
    }

    /** Gives each element of a list, or the one value that stands in its place. */
    static void each(JsonCursor in, Consumer<JsonCursor> element) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            element.accept(in);
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            element.accept(in);
        }
    }

    /** Moves to the first of an object's members that are still to come; anything but an object has none. */
    static boolean opens(JsonCursor in) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        in.skipChildren();
        return false;
    }

    /** A CodeableConcept, or several as one. */
    Concept concept(JsonCursor in) {
        if (in.currentToken() == JsonToken.START_ARRAY) {
            Concept all = Concept.NONE;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                all = all.and(concept(in));
            }
            return all;
        }
        if (!opens(in)) {
            return Concept.NONE;
        }
        int opened = in.openedAt();
        in.skipChildren();
        int end = in.offset();
        Concept known = concepts.find(in.text(), opened, end);
        if (known != null) {
            return known;
        }
        in.reopen(opened);
        Concept read = members(in);
        concepts.keep(in.text(), opened, end, read);
        return read;
    }

    private Concept members(JsonCursor in) {
        List<Coding> codings = new ArrayList<>(2);
        String text = null;
        Concept.Certainty certainty = null;
        Concept further = Concept.NONE;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken token = in.nextToken();
            switch (name) {
                case "coding" -> {
                    boolean several = token == JsonToken.START_ARRAY;
                    while (!several || in.nextToken() != JsonToken.END_ARRAY) {
                        Concept.Certainty said = coding(in, codings);
                        certainty = certainty == null ? said : certainty;
                        if (!several) {
                            break;
                        }
                    }
                }
                case "text" -> text = repeated(in);
                case "concept" -> further = concept(in);
                default -> in.skipChildren();
            }
        }
        return Concept.of(codings, text, certainty).and(further);
    }

    /** Reads a Coding; returns how sure it says that the diagnosis is, null for most. */
    private Concept.@Nullable Certainty coding(JsonCursor in, List<Coding> codings) {
        if (!opens(in)) {
            return null;
        }
        Concept.Certainty certainty = null;
        String system = null;
        String code = null;
        String display = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "system" -> system = repeated(in);
                case "code" -> code = repeated(in);
                case "display" -> display = repeated(in);
                case "extension" -> {
                    if (in.currentToken() == JsonToken.START_ARRAY) {
                        while (in.nextToken() != JsonToken.END_ARRAY) {
                            Concept.Certainty said = certainty(in);
                            certainty = certainty == null ? said : certainty;
                        }
                    } else {
                        in.skipChildren();
                    }
                }
                default -> in.skipChildren();
            }
        }
        if (code != null || display != null) {
            codings.add(terminology.coding(system, code == null ? "" : code, display));
        }
        return certainty;
    }

    /** The certainty that ICD-10-GM adds to a code: an extension with a Coding or a code (docs/clinical.md, matching rule 12). */
    private static Concept.@Nullable Certainty certainty(JsonCursor in) {
        if (!opens(in)) {
            return null;
        }
        String url = null;
        String system = null;
        String letter = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "url" -> url = string(in);
                case "valueCode", "valueString" -> letter = string(in);
                case "valueCoding" -> {
                    if (opens(in)) {
                        for (String member = in.nextName(); member != null; member = in.nextName()) {
                            in.nextToken();
                            switch (member) {
                                case "system" -> system = string(in);
                                case "code" -> letter = string(in);
                                default -> in.skipChildren();
                            }
                        }
                    }
                }
                default -> in.skipChildren();
            }
        }
        boolean isCertainty = CERTAINTY.equals(url) || CERTAINTY_CODES.equals(system);
        return isCertainty ? Concept.Certainty.of(letter) : null;
    }

    /** The codes of a CodeableConcept, its text, or the code itself where a plain code stands in its place (DSTU2, STU3). */
    static List<String> codes(JsonCursor in) {
        List<String> codes = new ArrayList<>(2);
        each(in, value -> codesInto(value, codes, codes));
        return codes;
    }

    /** @param displays takes up the displays of codings; the list of codes itself where they are not wanted */
    @SuppressWarnings("ReferenceEquality") // the list itself is meant
    private static void codesInto(JsonCursor in, List<String> codes, List<String> displays) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            addTo(codes, string(in));
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "coding" -> each(in, coding -> codesInto(coding, codes, displays));
                case "code", "text" -> addTo(codes, string(in));
                case "display" -> addTo(displays == codes ? new ArrayList<>(0) : displays, string(in));
                default -> in.skipChildren();
            }
        }
    }

    private static void addTo(List<String> codes, @Nullable String code) {
        if (code != null) {
            codes.add(code.strip());
        }
    }

    /** A Reference, the first of several, or the plain string that stands in its place. */
    Reference reference(JsonCursor in) {
        String reference = null;
        String display = null;
        if (in.currentToken() == JsonToken.START_ARRAY) {
            Reference first = new Reference(null, null);
            while (in.nextToken() != JsonToken.END_ARRAY) {
                Reference next = reference(in);
                first = first.reference() == null ? next : first;
            }
            return first;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return new Reference(repeated(in), null);
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "reference" -> reference = repeated(in);
                case "display" -> display = repeated(in);
                default -> in.skipChildren();
            }
        }
        return new Reference(reference, display);
    }

    /** A CodeableReference; a CodeableConcept or a Reference in its place is read as one too. */
    CodeableReference codeableReference(JsonCursor in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return new CodeableReference(Concept.NONE, new Reference(null, null));
        }
        int opened = in.openedAt();
        Reference reference = new Reference(null, null);
        boolean isReference = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken token = in.nextToken();
            if (name.equals("reference") && token == JsonToken.START_OBJECT) {
                reference = reference(in);
            } else {
                isReference |= name.equals("reference");
                in.skipChildren();
            }
        }
        in.reopen(opened);
        if (isReference) {
            return new CodeableReference(Concept.NONE, reference(in));
        }
        return new CodeableReference(members(in), reference);
    }

    /** A status as a code of FHIR: in small letters, as some write it otherwise. */
    String status(JsonCursor in) {
        String status = repeated(in);
        return status == null ? "" : status.strip().toLowerCase(Locale.ROOT);
    }

    /** As {@link #codes}, then the displays, for what a record says again and again; small letters and hyphens, as FHIR's codes have them. */
    List<String> statuses(JsonCursor in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return codesAndDisplays(in);
        }
        int opened = in.openedAt();
        in.skipChildren();
        int end = in.offset();
        List<String> known = statuses.find(in.text(), opened, end);
        if (known == null) {
            in.reopen(opened);
            known = codesAndDisplays(in);
            statuses.keep(in.text(), opened, end, known);
        }
        return known;
    }

    private static List<String> codesAndDisplays(JsonCursor in) {
        List<String> codes = new ArrayList<>(2);
        List<String> displays = new ArrayList<>(1);
        each(in, value -> codesInto(value, codes, displays));
        codes.addAll(displays);
        codes.replaceAll(code -> code.toLowerCase(Locale.ROOT).replace(' ', '-'));
        return List.copyOf(codes);
    }

    Quantity quantity(JsonCursor in) {
        BigDecimal value = null;
        String unit = null;
        String code = null;
        String comparator = null;
        if (!opens(in)) {
            return Quantity.NONE;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "value" -> value = decimal(in);
                case "unit" -> unit = repeated(in);
                case "code" -> code = repeated(in);
                case "comparator" -> comparator = repeated(in);
                default -> in.skipChildren();
            }
        }
        if (comparator == null) {
            return new Quantity(value, units().code(code, unit), Observation.Bound.EXACT);
        }
        return switch (comparator) {
            case ">", ">=" -> new Quantity(value, units().code(code, unit), Observation.Bound.AT_LEAST);
            case "<", "<=" -> new Quantity(value, units().code(code, unit), Observation.Bound.AT_MOST);
            default -> Quantity.NONE;
        };
    }

    /**
     * A measured value that came as text, such as "39,2 °C" or "&gt; 39": one number, with a sign that compares before it or a unit behind.
     *
     * @return {@link Quantity#NONE} for any other text
     */
    Quantity measured(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Quantity.NONE;
        }
        Matcher parts = MEASURED.matcher(text);
        if (!parts.matches()) {
            return Quantity.NONE;
        }
        String sign = parts.group(1) == null ? "" : parts.group(1);
        BigDecimal number = new BigDecimal(parts.group(2).replace(',', '.').replace('\u2212', '-'));
        Observation.Bound bound =
                switch (sign) {
                    case ">", ">=", "\u2265" -> Observation.Bound.AT_LEAST;
                    case "<", "<=", "\u2264" -> Observation.Bound.AT_MOST;
                    default -> Observation.Bound.EXACT;
                };
        return new Quantity(number, units().code(null, parts.group(3)), bound);
    }

    /** A Range as a bound: what was measured is no less than its lower end; where it has none, no more than the upper. */
    Quantity bound(JsonCursor in) {
        Ends ends = ends(in);
        Quantity low = ends.low();
        return low.value() != null
                ? new Quantity(low.value(), low.unit(), Observation.Bound.AT_LEAST)
                : ends.high().value() == null
                        ? Quantity.NONE
                        : new Quantity(ends.high().value(), ends.high().unit(), Observation.Bound.AT_MOST);
    }

    private record Ends(Quantity low, Quantity high) {}

    /** The upper end of a Range, else its lower. */
    Quantity upperEnd(JsonCursor in) {
        Ends ends = ends(in);
        return ends.high().value() != null ? ends.high() : ends.low();
    }

    private Ends ends(JsonCursor in) {
        Quantity low = Quantity.NONE;
        Quantity high = low;
        if (!opens(in)) {
            return new Ends(low, high);
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "low" -> low = quantity(in);
                case "high" -> high = quantity(in);
                default -> in.skipChildren();
            }
        }
        return new Ends(low, high);
    }

    Period period(JsonCursor in) {
        PartialDate start = null;
        PartialDate end = null;
        if (!opens(in)) {
            return new Period(null, null);
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "start" -> start = date(in);
                case "end" -> end = date(in);
                default -> in.skipChildren();
            }
        }
        return new Period(start, end);
    }

    /** One member of an object as a string; null where it is missing. A plain string stands for the object. */
    static @Nullable String member(JsonCursor in, String wanted) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return string(in);
        }
        String found = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals(wanted)) {
                found = string(in);
            } else {
                in.skipChildren();
            }
        }
        return found;
    }

    ZoneId zone() {
        return zone;
    }

    Units units() {
        return terminology.units();
    }
}
