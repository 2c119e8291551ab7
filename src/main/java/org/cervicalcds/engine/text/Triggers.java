package org.cervicalcds.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Letters of which some must stand in a text for a regular expression to match there: a look for them is much cheaper than the expression, and
 * most texts have none. What the expression is made of is read off its source; where that is not plain, there are no triggers.
 */
final class Triggers {
    private static final int SHORTEST = 3;

    private final String[] letters;
    private final LetterTriples[] triples;

    private Triggers(List<String> letters) {
        this.letters = letters.toArray(new String[0]);
        this.triples = letters.stream().map(LetterTriples::within).toArray(LetterTriples[]::new);
    }

    /** The triggers of several folded expressions; null where one of them has none. */
    static @Nullable Triggers of(List<String> expressions) {
        List<String> letters = new ArrayList<>();
        for (String expression : expressions) {
            List<String> own = new Reading(expression).triggers();
            if (own == null) {
                return null;
            }
            letters.addAll(own);
        }
        return new Triggers(List.copyOf(letters));
    }

    /** Whether one may stand in a text; of most texts that is told without folding them. */
    boolean mayBeIn(FreeText text) {
        LetterTriples those = text.triples();
        for (LetterTriples some : triples) {
            if (those.mayHold(some)) {
                return areIn(text.folded().lower());
            }
        }
        return false;
    }

    /** Whether one stands in a text that is folded and in lower case. */
    boolean areIn(String lowerCase) {
        for (String some : letters) {
            if (lowerCase.contains(some)) {
                return true;
            }
        }
        return false;
    }

    /** Where they stand in a text that is folded and in lower case, asked for from its start to its end. */
    Places in(String lowerCase) {
        return new Places(lowerCase);
    }

    /** A walk through one text, in which each letter group is looked for once. */
    final class Places {
        private final String text;
        private final int[] next = new int[letters.length];

        private Places(String text) {
            this.text = text;
            Arrays.fill(next, -1);
        }

        /** The first place at or after this one; -1 where none comes any more. */
        int next(int from) {
            int first = Integer.MAX_VALUE;
            for (int i = 0; i < letters.length; i++) {
                if (next[i] < from) {
                    int found = text.indexOf(letters[i], from);
                    next[i] = found < 0 ? Integer.MAX_VALUE : found;
                }
                first = Math.min(first, next[i]);
            }
            return first == Integer.MAX_VALUE ? -1 : first;
        }
    }

    /** One expression, read from left to right: for each of its alternatives the longest run of characters that stand for themselves. */
    private static final class Reading {
        private final String expression;
        private final List<String> found = new ArrayList<>();
        private final StringBuilder run = new StringBuilder();
        private String longest = "";
        private List<String> ofGroup = List.of();
        private int at;

        /** A group, with or without a number, a scope of flags, or (1) a look around. */
        private static final Pattern OPENING = Pattern.compile("\\((?:\\?(?:(<?[=!])|-?[a-z]*:))?(?!\\?)");

        Reading(String expression) {
            this.expression = expression;
        }

        @Nullable
        List<String> triggers() {
            while (at < expression.length()) {
                char c = expression.charAt(at);
                switch (c) {
                    case '|' -> {
                        endRun();
                        if (!endAlternative()) {
                            return null;
                        }
                        at++;
                    }
                    case '(' -> {
                        endRun();
                        if (!passGroup()) {
                            return null;
                        }
                    }
                    case '[' -> {
                        endRun();
                        if (!passClass()) {
                            return null;
                        }
                    }
                    case '\\' -> {
                        endRun();
                        at += 2;
                    }
                    case '?', '*', '{' -> {
                        // What stands before may be missing.
                        run.setLength(Math.max(0, run.length() - 1));
                        endRun();
                        at = c == '{' ? expression.indexOf('}', at) + 1 : at + 1;
                        if (at == 0) {
                            return null;
                        }
                    }
                    default -> {
                        if (isItself(c)) {
                            run.append(Character.toLowerCase(c));
                        } else {
                            endRun();
                        }
                        at++;
                    }
                }
            }
            endRun();
            return endAlternative() ? found : null;
        }

        private static boolean isItself(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
        }

        private void endRun() {
            if (run.length() > longest.length()) {
                longest = run.toString();
            }
            run.setLength(0);
        }

        private boolean endAlternative() {
            boolean isLongEnough = longest.length() >= SHORTEST;
            found.addAll(isLongEnough ? List.of(longest) : ofGroup);
            boolean isTold = isLongEnough || !ofGroup.isEmpty();
            longest = "";
            ofGroup = List.of();
            return isTold;
        }

        /** Passes a group and keeps its own triggers if it must match; false where its end cannot be told, or a flag changes what follows. */
        private boolean passGroup() {
            Matcher opening = OPENING.matcher(expression).region(at, expression.length());
            if (!opening.lookingAt()) {
                return false;
            }
            int from = opening.end();
            boolean isLookAround = opening.group(1) != null;
            if (!passToEndOfGroup()) {
                return false;
            }
            boolean maybeMissing = at < expression.length() && "?*{".indexOf(expression.charAt(at)) >= 0;
            if (!isLookAround && !maybeMissing) {
                List<String> own = new Reading(expression.substring(from, at - 1)).triggers();
                ofGroup = own == null ? ofGroup : own;
            }
            return true;
        }

        private boolean passToEndOfGroup() {
            int depth = 0;
            while (at < expression.length()) {
                switch (expression.charAt(at)) {
                    case '\\' -> at++;
                    case '[' -> {
                        if (!passClass()) {
                            return false;
                        }
                        continue;
                    }
                    case '(' -> depth++;
                    case ')' -> depth--;
                    default -> {}
                }
                at++;
                if (depth == 0) {
                    return true;
                }
            }
            return false;
        }

        /** Passes a class of characters; false for one that holds another. */
        private boolean passClass() {
            for (at++; at < expression.length(); at++) {
                char c = expression.charAt(at);
                if (c == '\\') {
                    at++;
                } else if (c == '[' || c == '&') {
                    return false;
                } else if (c == ']') {
                    at++;
                    return true;
                }
            }
            return false;
        }
    }
}
