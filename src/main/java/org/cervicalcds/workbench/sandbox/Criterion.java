package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cervicalcds.workbench.sandbox.SearchParameter.Kind;
import org.cervicalcds.workbench.sandbox.SearchValue.Link;
import org.cervicalcds.workbench.sandbox.SearchValue.Token;
import org.cervicalcds.workbench.sandbox.SearchValue.Words;
import org.hl7.fhir.r4.model.IdType;

/** One condition of a search, such as {@code date=ge2025-01-01}: a resource passes when any of its alternatives holds. */
final class Criterion implements Predicate<StoredResource> {

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final String parameter;
    private final List<Predicate<SearchValue>> alternatives;
    private final boolean negated;

    private Criterion(String parameter, List<Predicate<SearchValue>> alternatives, boolean negated) {
        this.parameter = parameter;
        this.alternatives = alternatives;
        this.negated = negated;
    }

    @Override
    public boolean test(StoredResource stored) {
        boolean anyHolds = stored.values(parameter).stream()
                .anyMatch(value -> alternatives.stream().anyMatch(alternative -> alternative.test(value)));
        return anyHolds != negated;
    }

    /**
     * Reads a condition from a request; alternatives are parted by commas.
     *
     * @param modifier what follows the colon of the parameter's name, empty when there is none
     * @throws InvalidRequestException for a modifier that is not served here, and for an unreadable date
     */
    static Criterion of(SearchParameter parameter, String modifier, String written) {
        if (modifier.equals("missing")) {
            return new Criterion(parameter.name(), List.of(value -> true), Boolean.parseBoolean(written));
        }
        List<Predicate<SearchValue>> alternatives = new ArrayList<>();
        for (String alternative : COMMA.split(written, -1)) {
            String text = alternative.replaceAll("\\\\([,|$\\\\])", "$1").strip();
            if (!text.isEmpty()) {
                alternatives.add(
                        switch (parameter.kind()) {
                            case TOKEN -> token(modifier, text);
                            case REFERENCE -> link(modifier, text);
                            case DATE -> time(modifier, text);
                            case STRING -> words(modifier, text);
                        });
            }
        }
        boolean negated = parameter.kind() == Kind.TOKEN && modifier.equals("not");
        return new Criterion(parameter.name(), alternatives, negated);
    }

    private static Predicate<SearchValue> token(String modifier, String text) {
        requireModifier(modifier, "", "not");
        int bar = text.indexOf('|');
        String system = bar < 0 ? "" : text.substring(0, bar);
        String code = text.substring(bar + 1);
        return value -> value instanceof Token token
                && (code.isEmpty() ? bar >= 0 : code.equals(token.code()))
                && (bar < 0 || inSystem(token, system));
    }

    private static boolean inSystem(Token token, String system) {
        if (system.isEmpty()) {
            return token.implied() || token.system() == null;
        }
        return Objects.equals(system, token.system());
    }

    private static Predicate<SearchValue> link(String modifier, String text) {
        IdType id = new IdType(text);
        boolean typedByModifier = !modifier.isEmpty() && Character.isUpperCase(modifier.charAt(0));
        if (!typedByModifier) {
            requireModifier(modifier, "");
        }
        String type = id.hasResourceType() ? id.getResourceType() : typedByModifier ? modifier : null;
        return value -> value instanceof Link link
                && link.id().equals(id.getIdPart())
                && (type == null || link.type() == null || type.equals(link.type()));
    }

    private static Predicate<SearchValue> time(String modifier, String text) {
        requireModifier(modifier, "");
        boolean prefixed = Character.isLetter(text.charAt(0)) && text.length() > 2;
        String prefix = prefixed ? text.substring(0, 2).toLowerCase(Locale.ROOT) : "eq";
        TimeSpan asked;
        try {
            asked = TimeSpan.parse(prefixed ? text.substring(2) : text);
        } catch (DateTimeParseException unreadable) {
            throw new InvalidRequestException("Not a FHIR date: " + text);
        }
        Predicate<TimeSpan> holds =
                switch (prefix) {
                    case "eq" -> span -> span.within(asked);
                    case "ne" -> span -> !span.within(asked);
                    case "lt" -> span -> span.start().isBefore(asked.start());
                    case "le" -> span -> span.start().isBefore(asked.end());
                    case "gt" -> span -> span.end().isAfter(asked.end());
                    case "ge" -> span -> span.end().isAfter(asked.start());
                    case "sa" -> span -> !span.start().isBefore(asked.end());
                    case "eb" -> span -> !span.end().isAfter(asked.start());
                    case "ap" -> span -> span.overlaps(asked);
                    default -> throw new InvalidRequestException("Not a prefix of a date: " + prefix);
                };
        return value -> value instanceof TimeSpan span && holds.test(span);
    }

    private static Predicate<SearchValue> words(String modifier, String text) {
        requireModifier(modifier, "", "exact", "contains");
        String wanted = Words.folded(text);
        return value -> value instanceof Words words
                && switch (modifier) {
                    case "exact" -> words.text().equals(text);
                    case "contains" -> words.sortKey().contains(wanted);
                    default -> words.sortKey().startsWith(wanted);
                };
    }

    private static void requireModifier(String modifier, String... served) {
        if (!Arrays.asList(served).contains(modifier)) {
            throw new InvalidRequestException("The search modifier :" + modifier + " is not served here");
        }
    }
}
