package org.cervicalcds.engine.terminology;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the words beside a code must or must not say for an entry to be in a set (docs/clinical.md, matching rules 3 and 11).
 *
 * @param rows codes that count only with the words, in the form that is compared; of the system that is named
 * @param systemName empty where no words are asked for
 */
public record WordRule(ValueSet set, String systemName, List<String> rows, Stems only, Stems never) {

    /** A rule that keeps entries out whose words begin like one of the stems, whatever their code. */
    public static WordRule never(ValueSet set, List<String> stems) {
        return new WordRule(set, "", List.of(), Stems.NONE, new Stems(stems));
    }

    /** A rule by which codes count only beside words that begin like one of the stems. */
    public static WordRule only(ValueSet set, CodeSystem system, List<String> rows, List<String> stems) {
        return new WordRule(
                set, system.name(), rows.stream().map(system::normal).toList(), new Stems(stems), Stems.NONE);
    }

    /** Says that an entry with these codes and words is in the set as far as this rule goes. */
    public boolean admits(List<Coding> codings, String words) {
        if (never.areIn(words)) {
            return false;
        }
        if (rows.isEmpty() || only.areIn(words)) {
            return true;
        }
        List<Coding> members = new ArrayList<>(codings);
        members.removeIf(coding -> !coding.sets().in(set));
        return members.isEmpty() || !members.stream().allMatch(this::covers);
    }

    private boolean covers(Coding coding) {
        return coding.isOf(systemName) && rows.stream().anyMatch(coding.normalCode()::startsWith);
    }

    /** Beginnings of words, case ignored. */
    public record Stems(Pattern pattern) {
        static final Stems NONE = new Stems(List.of());

        Stems(List<String> stems) {
            this(Pattern.compile(
                    stems.isEmpty()
                            ? "(?!)"
                            : stems.stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(?:", ")")),
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        }

        boolean areIn(String words) {
            return pattern.matcher(words).find();
        }
    }
}
