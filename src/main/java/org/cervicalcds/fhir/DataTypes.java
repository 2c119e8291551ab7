package org.cervicalcds.fhir;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.PartialDate;
import org.cervicalcds.terminology.Coding;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads FHIR data types from the token at hand and leaves the parser on the last token of the value; what has another shape is passed over
 * and reads as missing.
 */
final class DataTypes {
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_DATE = 80;

    private final Terminology terminology;
    private final ZoneId zone;
    private final Repeats<String> strings;
    private final Repeats<PartialDate> dates;
    private final Repeats<Concept> concepts;
    private final Repeats<List<String>> statuses;

    /** @param places for so many different strings there is room; for dates and concepts for half of them */
    DataTypes(Terminology terminology, ZoneId zone, int places) {
        this.terminology = terminology;
        this.zone = zone;
        this.strings = new Repeats<>(places);
        this.dates = new Repeats<>(places / 2);
        this.concepts = new Repeats<>(places / 2);
        this.statuses = new Repeats<>(32);
    }

    /** A Quantity; one with a comparator has no value. */
    record Quantity(@Nullable BigDecimal value, @Nullable String unit, @Nullable String code) {
        /** The UCUM code, else the unit as written; empty where missing. */
        String codeOrUnit() {
            return code != null ? code : unit != null ? unit : "";
        }

        @Nullable
        BigDecimal days() {
            CalendarUnit calendarUnit = CalendarUnit.of(code != null ? code : unit);
            return value == null || calendarUnit == null ? null : calendarUnit.toDays(value);
        }
    }

    /** A Period as far as its ends are dates. */
    record Period(@Nullable PartialDate start, @Nullable PartialDate end) {}

    /** A Reference. */
    record Reference(@Nullable String reference, @Nullable String display) {}

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

    /** A number, also one in quotes; null for one that no measurement can have. */
    static @Nullable BigDecimal decimal(JsonCursor in) {
        String text = string(in);
        if (text == null || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text.strip());
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
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "coding" -> each(in, coding -> coding(coding, codings));
                case "text" -> text = repeated(in);
                default -> in.skipChildren();
            }
        }
        return Concept.of(codings, text);
    }

    private void coding(JsonCursor in, List<Coding> codings) {
        if (!opens(in)) {
            return;
        }
        String system = null;
        String code = null;
        String display = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "system" -> system = repeated(in);
                case "code" -> code = repeated(in);
                case "display" -> display = repeated(in);
                default -> in.skipChildren();
            }
        }
        if (code != null || display != null) {
            codings.add(terminology.coding(system, code == null ? "" : code, display));
        }
    }

    /** The codes of a CodeableConcept, its text, or the code itself where a plain code stands in its place (DSTU2, STU3). */
    static List<String> codes(JsonCursor in) {
        List<String> codes = new ArrayList<>(2);
        each(in, value -> codesInto(value, codes));
        return codes;
    }

    private static void codesInto(JsonCursor in, List<String> codes) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            addTo(codes, string(in));
            return;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "coding" -> each(in, coding -> codesInto(coding, codes));
                case "code", "text" -> addTo(codes, string(in));
                default -> in.skipChildren();
            }
        }
    }

    private static void addTo(List<String> codes, @Nullable String code) {
        if (code != null) {
            codes.add(code.strip());
        }
    }

    /** A Reference, or the plain string that stands in its place. */
    Reference reference(JsonCursor in) {
        String reference = null;
        String display = null;
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

    /** As {@link #codes}, for what a record says again and again. */
    List<String> statuses(JsonCursor in) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return codes(in);
        }
        int opened = in.openedAt();
        in.skipChildren();
        int end = in.offset();
        List<String> known = statuses.find(in.text(), opened, end);
        if (known == null) {
            in.reopen(opened);
            known = List.copyOf(codes(in));
            statuses.keep(in.text(), opened, end, known);
        }
        return known;
    }

    static Quantity quantity(JsonCursor in) {
        BigDecimal value = null;
        String unit = null;
        String code = null;
        boolean compared = false;
        if (!opens(in)) {
            return new Quantity(null, null, null);
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "value" -> value = decimal(in);
                case "unit" -> unit = string(in);
                case "code" -> code = string(in);
                case "comparator" -> compared = string(in) != null;
                default -> in.skipChildren();
            }
        }
        return new Quantity(compared ? null : value, unit, code);
    }

    /** The upper end of a Range, else its lower. */
    static Quantity upperEnd(JsonCursor in) {
        Quantity low = new Quantity(null, null, null);
        Quantity high = low;
        if (!opens(in)) {
            return low;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "low" -> low = quantity(in);
                case "high" -> high = quantity(in);
                default -> in.skipChildren();
            }
        }
        return high.value() != null ? high : low;
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
}
