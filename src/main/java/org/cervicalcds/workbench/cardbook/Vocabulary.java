package org.cervicalcds.workbench.cardbook;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The keys and words of finding definitions in plain English; {@code *} stands for the value. */
final class Vocabulary {
    static final Set<String> FINDINGS = Set.of(
            "any-of",
            "all-of",
            "given",
            "none-of",
            "of",
            "not-among",
            "among",
            "since",
            "failing-that-since",
            "not-before-oldest",
            "with-order",
            "before-finding",
            "entries-of");
    static final Set<String> VALUE_SETS = Set.of(
            "condition",
            "observation",
            "report",
            "order",
            "medication",
            "drug-days",
            "drug-start",
            "treatment",
            "weight-loss",
            "category",
            "reason-in",
            "reasons",
            "value-in",
            "old-cause",
            "performer-in");
    static final Set<String> PHRASES =
            Set.of("condition-text", "text", "without-text", "reason-text", "or-named", "words", "performer-text");
    static final Set<String> COMPOSITIONS = Set.of("all-of", "given", "any-of", "at-least", "none-of");

    private static final Map<String, String> SENTENCES = new HashMap<>();

    static {
        // what it is
        say("condition", "diagnosis of *");
        say("condition-text", "diagnosis whose words say *");
        say("observation", "observation of *");
        say("weight-loss", "loss of *");
        say("report", "report or study: *");
        say("image-danger", "image reports of the neck that show *");
        say("image-clear", "image reports of the neck that deny one of these, or call the image normal: *");
        say("order", "order for *");
        say("order=", "any order");
        say("medication", "medication: *");
        say("drug-days", "days in a row on *");
        say("drug-start", "use began of *");
        say("treatment", "treatment with *");
        say("entries-of", "an entry of *");
        say("patient", "the patient's record says *");
        say("hook", "the hook is *");
        say("setting", "the site's switch is *");
        // status and certainty
        say("counts=lifelong", "a disease that stays: every status but resolved");
        say("counts=current", "active now");
        say("counts=past", "resolved, inactive or in remission");
        say("counts=ever", "whatever its status");
        say("certainty=confirmed", "confirmed");
        say("certainty=suspected", "suspected only");
        say("certainty=confirmed-or-provisional", "confirmed or provisional");
        say("certainty=any", "confirmed or suspected");
        say("certainty=refuted", "refuted");
        // time
        say("within", "in the last *");
        say("or-undated=true", "or without a date");
        say("before", "longer ago than *");
        say("at-least-ago", "at least * ago");
        say("not-within", "without a date or longer ago than *");
        say("since", "on the day of the newest of these or later: *");
        say("episode=injury", "a follow-up code counts by its own onset only, a sequela never");
        say("episode=injury-by-s-code", "of codes S: a follow-up code counts by its own onset only, a sequela never");
        say("episode=new-fracture", "first treatment only, no follow-up code");
        say("repeats-keep-first-date=true", "a repeated entry without an onset keeps the first date");
        say("not-before", "in the last *, or without a date");
        say("own-onset=true", "with an onset of its own");
        say("beside", "beside another entry: *");
        say("taken-within", "taken in the last *");
        // which
        say("encounter-diagnosis=true", "as the diagnosis of a visit");
        say("old-cause", "an entry without an onset of its own is as old as *");
        say("code-ranges", "or with a code of *");
        say("not-among", "not one that is *");
        say("among", "only one that is *");
        say("different", "at least * different ones");
        say("only-codes", "only codes *");
        say("except-codes", "without codes *");
        say("missing-data=absent", "data that were not supplied count as not there");
        say("uncoded-only=true", "entries without a known code only");
        say("with-notes=true", "notes are read too");
        say("pick=newest", "the newest decides");
        say("pick=newest-per-code", "the newest of each code decides");
        say("pick=any", "any one is enough");
        say("preliminary-counts=true", "preliminary results count");
        say("quantity=temperature", "in degrees Celsius");
        say("quantity=t-score", "as a T-score");
        say("quantity=count", "as a number");
        say("at-least", "* or more");
        say("above", "above *");
        say("at-most", "* or less");
        say("below", "below *");
        say("value-in", "the answer is one of *");
        say("yes-or-at-least", "answered with yes, or * or more");
        say("purpose", "for: *");
        say("yes-or", "answered with yes or *");
        say("newest-within", "newest one in the last *");
        say("compared-with-from", "against one from * before it");
        say("compared-with-up-to", "up to * before it");
        say("percent", "by * % or more");
        // words
        say("text", "saying *");
        say("without-text", "not saying *");
        say("stems=true", "as beginnings of words");
        say("or-named", "or named *");
        say("modalities", "made as *");
        say("without", "and show none of these: *");
        say("failing-that-since", "or, without such a date, on the day of the newest of these or later: *");
        say("not-before-oldest", "on the day of the oldest of these or later: *");
        say("sure-only=true", "not where it is only possible");
        say("neck-only=true", "in the neck, not in the back");
        say("episode=followed-fracture", "coded as a fracture under later treatment, or as what it left");
        say("negated-lists=true", "a list after a negation is negated as a whole");
        // orders and drugs
        say("scope=trigger", "being ordered, or ordered already when a chart is opened");
        say("scope=selected-draft", "being ordered (selected draft)");
        say("scope=any-draft", "in any draft");
        say("scope=any", "in any draft or active order");
        say("category", "or of the category *");
        say("not-of-limb=true", "not for a limb or the jaw only");
        say("performer-in", "or for a performer who is *");
        say("performer-text", "or for a performer whose words say *");
        say("reason-text", "with a reason that says *");
        say("reason-in", "with a coded reason, if any, of *");
        say("reason-given=true", "with a reason");
        say("oral-only=true", "by mouth or without a route");
        say("days-at-least", "on * or more");
        say("of-last", "of the last *");
        say("unknown-length-counts-for", "an active order of unknown length counts if not older than *");
        say("gap", "* without the drug do not end it");
        say("more-than", "more than *");
        say("before-finding", "before, or on the day of: *");
        say("dispensed-within", "or given out in the last *");
        say("with-order", "the new order counted in: *");
        say("length-unknown=true", "of unknown length");
        say("except-inpatient-up-to", "but not for * or less in hospital");
        say("by", "proved by *");
        // another card
        say("reaches", "reaches *");
        say("line", "with the line *");
        say("returned=true", "and is sent on this hook");
    }

    private Vocabulary() {}

    private static void say(String key, String sentence) {
        SENTENCES.put(key, sentence);
    }

    /** Says that there is a sentence for the key, or that it needs none. */
    static boolean knows(String key) {
        return COMPOSITIONS.contains(key)
                || Set.of("means", "card", "age").contains(key)
                || SENTENCES.keySet().stream().anyMatch(said -> said.equals(key) || said.startsWith(key + "="));
    }

    /** The sentence for a key with this value; a key that is not known here speaks for itself. */
    static String sentence(String key, String value) {
        String exact = SENTENCES.get(key + "=" + value);
        if (exact != null) {
            return exact;
        }
        String sentence = SENTENCES.get(key);
        return sentence != null ? sentence : key.replace('-', ' ') + ": *";
    }
}
