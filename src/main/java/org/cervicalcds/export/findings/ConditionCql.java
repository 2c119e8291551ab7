package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.length;
import static org.cervicalcds.export.cql.CqlText.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.InjuryEpisode;
import org.cervicalcds.engine.findings.Beside;
import org.cervicalcds.engine.findings.ConditionFinding;
import org.cervicalcds.engine.findings.ConditionTextFinding;
import org.cervicalcds.engine.findings.EntryRule;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.Phrases;

/** Findings about conditions, by their codes and by their words. */
final class ConditionCql {
    private static final String CONDITIONS = "Chart.\"Conditions\"";

    private final Codes codes;
    private final Phrases phrases;
    private final Evidence evidence;
    private final Map<String, Definition> firstDates = new LinkedHashMap<>();

    ConditionCql(Codes codes, Phrases phrases, Evidence evidence) {
        this.codes = codes;
        this.phrases = phrases;
        this.evidence = evidence;
    }

    /** The lists of conditions with the date of what they repeat. */
    List<Definition> firstDates() {
        return List.copyOf(firstDates.values());
    }

    Written write(String finding, ConditionFinding definition, FindingText text) {
        EntryRule rule = definition.rule();
        boolean repeats = definition.repeatsKeepFirstDate();
        String source = repeats ? withFirstDates(rule.oldCauses()) : CONDITIONS;
        String condition = repeats ? "C.condition" : "C";
        String entry = "C.entry";
        boolean counted = definition.distinct() > 1;
        Search search = new Search(counted ? finding + " all" : finding, source, "C", entry);
        status(search, definition, condition);
        search.where(sets(definition, condition));
        if (definition.counts() != ConditionFinding.Counts.LIFELONG && !Windows.isOver(definition.window())) {
            search.where("not " + condition + ".isFuture");
        }
        if (rule.ownOnset()) {
            search.where(condition + ".hasOwnOnset");
        }
        if (rule.encounterDiagnosis()) {
            search.where(condition + ".isOfVisit");
        }
        search.where(Windows.conditions(definition.window(), entry));
        if (rule.beside() != null) {
            search.where(beside(rule.beside()));
        }
        if (rule.text() != null) {
            search.resting(phrases.says(text(text, "text"), condition + ".allWords", condition + ".language"));
        }
        if (rule.withoutText() != null) {
            search.resting("not "
                    + phrases.says(text(text, "without-text"), condition + ".allWords", condition + ".language"));
        }
        evidence.among(search, rule.among(), entry + ".ref", true);
        evidence.among(search, definition.notAmong(), entry + ".ref", false);
        Set<Need> needs = definition.missingIsAbsent() ? Set.of() : definition.needs();
        return counted ? counted(finding, search, definition.distinct(), needs) : search.written(needs);
    }

    private static String text(FindingText text, String key) {
        return String.valueOf(text.keys().get(key));
    }

    private static void status(Search search, ConditionFinding definition, String condition) {
        switch (definition.counts()) {
            case LIFELONG -> search.where(condition + ".isLifelong");
            case CURRENT -> search.where(condition + ".isCurrent");
            case PAST -> search.where(condition + ".isPast");
            case EVER -> {}
        }
        search.where(
                switch (definition.certainty()) {
                    case CONFIRMED -> condition + ".verified = 'confirmed'";
                    case SUSPECTED -> condition + ".verified in { 'provisional', 'unconfirmed', 'differential' }";
                    case CONFIRMED_OR_PROVISIONAL -> condition + ".verified in { 'confirmed', 'provisional' }";
                    case REFUTED -> condition + ".verified = 'refuted'";
                    case ANY -> "not " + condition + ".isDropped";
                });
    }

    /** A coding of a set that fits; sets about a body region want the body site to be there, some codes want the neck named. */
    private String sets(ConditionFinding definition, String condition) {
        Map<String, List<ValueSet>> alike = definition.sets().stream()
                .collect(Collectors.groupingBy(set -> region(set, condition), LinkedHashMap::new, Collectors.toList()));
        List<String> alternatives = new ArrayList<>();
        alike.forEach((region, sets) -> {
            List<String> coding = new ArrayList<>(codes.amongSets(sets, "K"));
            coding.addAll(codes.filter(definition.codes(), "K"));
            episode(definition.episode(), condition, coding);
            if (!region.isEmpty()) {
                coding.add(region);
            }
            alternatives.add("exists (" + condition + ".codes K where " + CqlText.all(coding) + ")");
        });
        return CqlText.any(alternatives);
    }

    private String region(ValueSet set, String condition) {
        List<String> conditions = new ArrayList<>();
        if (set.bodyRegion()) {
            conditions.add("not " + condition + ".isElsewhere");
        }
        Map<String, List<String>> named = codes.text(set).onlyWithNeckNamed();
        if (!named.isEmpty()) {
            conditions.add("(" + condition + ".namesNeck or exists (" + condition + ".codes O where "
                    + codes.in(set, "O") + " and not " + codes.isOneOf(named, "O") + "))");
        }
        words(set, condition, conditions);
        return String.join(" and ", conditions);
    }

    /** What people wrote beside the code must or must not begin like some words. */
    private void words(ValueSet set, String condition, List<String> conditions) {
        List<String> never = codes.text(set).neverWithWords();
        if (!never.isEmpty()) {
            conditions.add("not " + stems(condition, never));
        }
        Map<String, List<String>> only = new LinkedHashMap<>(codes.text(set).onlyWithWords());
        List<String> wanted = only.remove("words");
        if (wanted != null) {
            conditions.add("(" + stems(condition, wanted) + " or exists (" + condition + ".codes O where "
                    + codes.in(set, "O") + " and not " + codes.isOneOf(only, "O") + "))");
        }
    }

    private static String stems(String condition, List<String> stems) {
        return "Chart.HasStems(" + condition + ".freeWords, " + CqlText.string(String.join("|", stems)) + ")";
    }

    private static void episode(InjuryEpisode episode, String condition, List<String> to) {
        switch (episode) {
            case ANY -> {}
            case NEW_FRACTURE -> to.add("Chart.IsNewFracture(K.system, K.code)");
            case FOLLOWED_FRACTURE -> to.add("not Chart.IsOfNewFracture(K.system, K.code)");
            case INJURY -> to.add("Chart.IsInjury(K.system, K.code, " + condition + ".statesOnset)");
            case INJURY_BY_S_CODE -> to.add("Chart.IsInjuryOrNoSCode(K.system, K.code, " + condition + ".statesOnset)");
        }
    }

    private String beside(Beside beside) {
        String others = evidence.entries(beside.of());
        String apart = length(beside.within());
        return "exists ((" + others + ") Other where Other.at >= C.entry.at - " + apart
                + " and Other.at <= C.entry.at + " + apart
                + (beside.onlyAfter() ? " and date from Other.at <= date from C.entry.at" : "") + ")";
    }

    private String withFirstDates(List<ValueSet> causes) {
        String of = causes.stream().map(ValueSet::id).collect(Collectors.joining(", "));
        String list = "Conditions with first dates" + (of.isEmpty() ? "" : " of " + of);
        firstDates.computeIfAbsent(list, ignored -> {
            String explaining = causes.isEmpty()
                    ? ""
                    : "Chart.\"Conditions\" O where not O.isDropped and O.entry.at is not null and exists (O.codes K where "
                            + codes.inOneOf(causes, "K") + ") return all O.entry,";
            List<String> body = new ArrayList<>(List.of(
                    "Chart.\"Conditions\" C",
                    "  return all Tuple {",
                    "    condition: C,",
                    "    entry:",
                    "      if C.hasOwnOnset or C.isFuture then C.entry",
                    "      else Chart.Oldest(C.entry, flatten {",
                    "        { C.entry },"));
            if (!explaining.isEmpty()) {
                body.add("        " + explaining);
            }
            body.add(
                    "        Chart.\"Current and dated\" O where Chart.IsRepeated(C.codes, O.codes) return all O.entry");
            body.add("      })");
            body.add("  }");
            return Search.define(list, body)
                    .saying(List.of("What has no onset of its own takes the date of an older entry that it repeats"
                            + (of.isEmpty() ? "." : " or that explains it.")));
        });
        return name(list);
    }

    /** So many different codes; what words leave open may bring the number up. */
    private static Written counted(String finding, Search search, int least, Set<Need> needs) {
        List<Definition> definitions = new ArrayList<>(search.entries());
        String all = Search.entries(finding + " all");
        definitions.add(Definition.of(
                finding + " entries",
                "if Chart.DifferentCodes(" + all + ") >= " + least + " then " + all + " else Chart.\"No entries\""));
        if (search.isOpen()) {
            String maybe = "flatten { " + all + ", " + Search.openEntries(finding + " all") + " }";
            definitions.add(Definition.of(
                    finding + " open entries",
                    "if Chart.DifferentCodes(" + all + ") < " + least + " and Chart.DifferentCodes(" + maybe + ") >= "
                            + least + " then " + maybe + " else Chart.\"No entries\""));
        }
        definitions.add(Definition.of(finding, Search.answer(finding, search.isOpen(), Search.keys(needs))));
        return new Written(search.extent(), definitions, search.isOpen());
    }

    Written write(String finding, ConditionTextFinding definition, FindingText text) {
        Search search = new Search(finding, CONDITIONS, "C", "C.entry")
                .where("C.isLifelong")
                .where("not C.isDropped");
        if (definition.uncodedOnly()) {
            search.where("not Chart.AreKnown(C.codes)");
        }
        String list = text(text, "condition-text");
        search.resting(
                definition.withNotes()
                        ? "(" + phrases.says(list, "C.words", "C.language") + " or "
                                + phrases.says(list, "C.notes", "C.language") + ")"
                        : phrases.says(list, "C.words", "C.language"));
        return search.written(definition.needs());
    }
}
