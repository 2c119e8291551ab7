package org.cervicalcds.engine.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.engine.text.Languages.Role;

/** The words that turn a statement round, of one language or of several together (docs/clinical.md, matching rule 7). */
final class LanguageWords {
    private static final Entry[] NO_WORDS = {};

    private final Map<String, Entry[]> byFirstWord = new HashMap<>();
    private final boolean questionMarkNegates;

    /** Words in a row, folded, with all that they do. */
    record Entry(String words, int count, int roles) {
        boolean is(Role role) {
            return (roles & 1 << role.ordinal()) != 0;
        }
    }

    /** @param languages the words of each, by role; those that only tell the language do nothing */
    LanguageWords(Iterable<Map<Role, List<String>>> languages) {
        Map<String, Integer> roles = new HashMap<>();
        for (Map<Role, List<String>> words : languages) {
            words.forEach((role, list) -> {
                if (role != Role.TELLING) {
                    list.forEach(each ->
                            roles.merge(Languages.folded(each), 1 << role.ordinal(), (one, other) -> one | other));
                }
            });
        }
        questionMarkNegates = roles.remove("?") != null;
        Map<String, List<Entry>> lists = new HashMap<>();
        roles.forEach((text, bits) -> {
            int end = Sentences.wordEnd(text, 0);
            if (end > 0) {
                lists.computeIfAbsent(text.substring(0, end).toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                        .add(new Entry(text, Sentences.wordsIn(text), bits));
            }
        });
        lists.forEach((first, list) -> {
            list.sort(Comparator.comparingInt((Entry entry) -> -entry.words().length()));
            byFirstWord.put(first, list.toArray(NO_WORDS));
        });
    }

    boolean questionMarkNegates() {
        return questionMarkNegates;
    }

    /** Words that begin with this one, the longest first. */
    Entry[] beginningWith(String word) {
        Entry[] found = byFirstWord.get(word);
        if (found == null && word.endsWith("'s")) {
            found = byFirstWord.get(word.substring(0, word.length() - 2));
        }
        return found == null ? NO_WORDS : found;
    }
}
