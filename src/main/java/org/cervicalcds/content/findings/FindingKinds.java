package org.cervicalcds.content.findings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.cervicalcds.content.files.ContentSettings;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.HookNames;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.CodeRanges;
import org.cervicalcds.engine.criteria.InjuryEpisode;
import org.cervicalcds.engine.criteria.PerformerRule;
import org.cervicalcds.engine.criteria.Quantity;
import org.cervicalcds.engine.criteria.ReasonRule;
import org.cervicalcds.engine.criteria.SupplyRule;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.findings.Beside;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.ConditionFinding;
import org.cervicalcds.engine.findings.ConditionTextFinding;
import org.cervicalcds.engine.findings.EntriesOfFinding;
import org.cervicalcds.engine.findings.EntryRule;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.ObservationFinding;
import org.cervicalcds.engine.findings.OrderFinding;
import org.cervicalcds.engine.findings.ReportFinding;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.engine.findings.WeightLoss;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.text.Languages;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/** The kinds of findings that the content may use; the key that names the kind comes first. */
final class FindingKinds {
    private final Terminology terminology;
    private final Map<String, CodeSystem> systems;
    private final ContentSettings settings;
    private final Map<String, List<Wording.Source>> phrases;
    private final Languages languages;
    private final Map<String, Function<Fields, @Nullable FindingDefinition>> kinds = new LinkedHashMap<>();

    FindingKinds(
            Terminology terminology,
            Map<String, CodeSystem> systems,
            ContentSettings settings,
            Map<String, List<Wording.Source>> phrases,
            Languages languages,
            ImageKinds images) {
        this.terminology = terminology;
        this.systems = systems;
        this.settings = settings;
        this.phrases = phrases;
        this.languages = languages;
        kinds.put("entries-of", this::entriesOf);
        kinds.put("condition", this::condition);
        kinds.put("condition-text", this::conditionText);
        kinds.put("observation", this::observation);
        kinds.put("weight-loss", this::weightLoss);
        kinds.put("report", this::report);
        kinds.put("image-danger", fields -> images.danger(fields, window(fields)));
        kinds.put("image-clear", images::clear);
        kinds.put("order", this::order);
        DrugKinds drugs = new DrugKinds(this, terminology);
        kinds.put("medication", drugs::medication);
        kinds.put("drug-days", drugs::course);
        kinds.put("drug-start", drugs::start);
        kinds.put("treatment", drugs::treatment);
        kinds.put("age", this::age);
        kinds.put("patient", fields -> fields.word("patient", SimpleFindings.PatientState.class, null));
        kinds.put("hook", FindingKinds::onHook);
        kinds.put("setting", this::setting);
        kinds.put("card", this::otherCard);
        kinds.put("any-of", this::composition);
        kinds.put("at-least", this::composition);
        kinds.put("all-of", this::composition);
        kinds.put("none-of", this::composition);
    }

    @Nullable
    FindingDefinition read(Fields fields) {
        for (var kind : kinds.entrySet()) {
            if (fields.has(kind.getKey())) {
                return kind.getValue().apply(fields);
            }
        }
        fields.problem("", "has no kind; one of " + String.join(", ", kinds.keySet()));
        return null;
    }

    private static FindingDefinition onHook(Fields fields) {
        List<String> hooks = fields.texts("hook");
        HookNames.check(fields, "hook", hooks);
        return new SimpleFindings.OnHook(hooks);
    }

    private FindingDefinition condition(Fields fields) {
        ConditionFinding.Counts counts = fields.word("counts", ConditionFinding.Counts.class, null);
        return new ConditionFinding(
                ValueSetFiles.named(fields, "condition", terminology),
                counts,
                fields.word(
                        "certainty",
                        ConditionFinding.Certainty.class,
                        counts == ConditionFinding.Counts.LIFELONG
                                ? ConditionFinding.Certainty.CONFIRMED
                                : ConditionFinding.Certainty.ANY),
                window(fields),
                codes(fields),
                fields.word("episode", InjuryEpisode.class, InjuryEpisode.ANY),
                fields.flag("repeats-keep-first-date", false),
                new EntryRule(
                        ValueSetFiles.named(fields, "old-cause", terminology),
                        fields.flag("own-onset", false),
                        fields.flag("encounter-diagnosis", false),
                        wording(fields, "text", false),
                        wording(fields, "without-text", false),
                        beside(fields),
                        fields.texts("among")),
                fields.texts("not-among"),
                fields.has("different") ? whole(fields, "different") : 1,
                missing(fields));
    }

    private FindingDefinition entriesOf(Fields fields) {
        return new EntriesOfFinding(fields.text("entries-of"), window(fields), fields.texts("not-among"));
    }

    private @Nullable Beside beside(Fields fields) {
        if (!fields.has("beside")) {
            return null;
        }
        Fields beside = fields.object("beside");
        Beside read = new Beside(beside.texts("of"), duration(beside, "within"), beside.flag("only-after", false));
        beside.end();
        return read;
    }

    private FindingDefinition conditionText(Fields fields) {
        Wording wording = wording(fields, "condition-text", false);
        return new ConditionTextFinding(
                wording == null ? Wording.NONE : wording,
                fields.flag("uncoded-only", false),
                fields.flag("with-notes", false));
    }

    private FindingDefinition observation(Fields fields) {
        ObservationFinding.Test test = new ObservationFinding.Exists();
        if (fields.has("quantity")) {
            test = new ObservationFinding.Measured(
                    fields.word("quantity", Quantity.class, null),
                    terminology.units(),
                    number(fields, "at-least"),
                    number(fields, "above"),
                    number(fields, "at-most"),
                    number(fields, "below"));
        } else if (fields.has("value-in")) {
            test = new ObservationFinding.CodedIn(
                    ValueSetFiles.named(fields, "value-in", fields.text("value-in"), terminology));
        } else if (fields.has("yes-or")) {
            BigDecimal scored = number(fields, "yes-or");
            test = new ObservationFinding.Yes(scored == null ? BigDecimal.ONE : scored, false);
        } else if (fields.has("yes-or-at-least")) {
            BigDecimal least = number(fields, "yes-or-at-least");
            test = new ObservationFinding.Yes(least == null ? BigDecimal.ONE : least, true);
        }
        return new ObservationFinding(
                ValueSetFiles.named(fields, "observation", fields.text("observation"), terminology),
                codes(fields),
                fields.word("pick", ObservationFinding.Pick.class, ObservationFinding.Pick.ANY),
                window(fields),
                fields.flag("preliminary-counts", false),
                test);
    }

    private FindingDefinition weightLoss(Fields fields) {
        BigDecimal percent = number(fields, "percent");
        return new WeightLoss(
                ValueSetFiles.named(fields, "weight-loss", fields.text("weight-loss"), terminology),
                duration(fields, "newest-within"),
                duration(fields, "compared-with-up-to"),
                duration(fields, "compared-with-from"),
                percent == null ? BigDecimal.ZERO : percent,
                terminology.units());
    }

    private FindingDefinition report(Fields fields) {
        boolean stems = fields.flag("stems", false);
        return new ReportFinding(
                ValueSetFiles.named(fields, "report", terminology),
                byName(fields),
                window(fields),
                fields.texts("since"),
                wording(fields, "text", stems, fields.flag("negated-lists", false)),
                wording(fields, "without-text", stems, true),
                fields.optionalText("among"),
                missing(fields));
    }

    private static ReportFinding.@Nullable ByName byName(Fields fields) {
        ReportFinding.@Nullable ByName byName = null;
        if (fields.has("or-named")) {
            Fields named = fields.object("or-named");
            List<String> modalities = named.texts("modalities");
            for (String modality : modalities) {
                if (!List.of("film", "ct", "mr").contains(modality)) {
                    named.problem("modalities", "names '" + modality + "'; it must be one of film, ct, mr");
                }
            }
            byName = new ReportFinding.ByName(
                    named.word("of", Region.class, null) == Region.SPINE,
                    modalities.contains("film"),
                    modalities.contains("ct"),
                    modalities.contains("mr"));
            named.end();
        }
        return byName;
    }

    private enum Region {
        NECK,
        SPINE
    }

    private FindingDefinition order(Fields fields) {
        Duration active = settings.duration("existing-order-days");
        fields.mentions().setting("existing-order-days");
        return new OrderFinding(
                fields.word("scope", OrderFinding.Scope.class, null),
                ValueSetFiles.named(fields, "order", terminology),
                ValueSetFiles.named(fields, "category", terminology),
                wording(fields, "text", false),
                wording(fields, "without-text", false),
                codes(fields),
                byName(fields),
                ranges(fields),
                fields.flag("not-of-limb", false),
                fields.optionalText("among"),
                fields.texts("not-among"),
                reason(fields),
                supply(fields),
                new PerformerRule(
                        ValueSetFiles.named(fields, "performer-in", terminology),
                        wording(fields, "performer-text", false)),
                active == null ? Duration.ZERO : active);
    }

    private CodeRanges ranges(Fields fields) {
        Map<String, List<CodeRanges.Range>> ranges = new LinkedHashMap<>();
        rows(fields, "code-ranges").forEach((system, rows) -> {
            List<CodeRanges.Range> read = new ArrayList<>();
            for (String row : rows) {
                String[] ends = row.split("-", 2);
                if (ends.length < 2 || ends[0].length() != ends[1].length() || ends[0].compareTo(ends[1]) > 0) {
                    fields.problem(
                            "code-ranges", "has '" + row + "'; it must be two codes of one length like 00100-01999");
                } else {
                    read.add(new CodeRanges.Range(ends[0], ends[1]));
                }
            }
            boolean enabled = !system.equals("cpt") || !Boolean.FALSE.equals(settings.flag("cpt-codes-enabled"));
            if (enabled) {
                ranges.put(system, List.copyOf(read));
            }
        });
        return ranges.isEmpty() ? CodeRanges.NONE : new CodeRanges(Map.copyOf(ranges));
    }

    ReasonRule reason(Fields fields) {
        return new ReasonRule(
                wording(fields, "reason-text", false),
                ValueSetFiles.named(fields, "reason-in", terminology),
                fields.flag("reason-given", false));
    }

    SupplyRule supply(Fields fields) {
        return new SupplyRule(
                fields.flag("length-unknown", false),
                fields.has("except-inpatient-up-to") ? (Integer) whole(fields, "except-inpatient-up-to") : null);
    }

    private FindingDefinition age(Fields fields) {
        Fields age = fields.object("age");
        Integer atLeast = age.has("at-least") ? (Integer) whole(age, "at-least") : null;
        Integer below = age.has("below") ? (Integer) whole(age, "below") : null;
        boolean passes = age.word("unknown", Verdict.class, null) == Verdict.PRESENT;
        age.end();
        return new SimpleFindings.Age(atLeast, below, passes);
    }

    private enum Verdict {
        PRESENT,
        ABSENT
    }

    private FindingDefinition setting(Fields fields) {
        String name = fields.text("setting");
        fields.mentions().setting(name);
        Boolean flag = settings.flag(name);
        if (flag == null) {
            unknownSetting(fields, "setting", name, "switch");
        }
        return new SimpleFindings.Setting(Boolean.TRUE.equals(flag));
    }

    private FindingDefinition otherCard(Fields fields) {
        return new SimpleFindings.OtherCard(
                fields.text("card"),
                fields.word("reaches", org.cervicalcds.engine.cards.Indicator.class, null)
                        .code(),
                fields.flag("returned", false),
                fields.has("line") ? fields.text("line") : "");
    }

    private FindingDefinition composition(Fields fields) {
        List<String> some = fields.texts("any-of");
        int least = 1;
        if (fields.has("at-least")) {
            Fields atLeast = fields.object("at-least");
            least = whole(atLeast, "count");
            some = atLeast.texts("of");
            atLeast.end();
        }
        return new Composition(fields.texts("all-of"), fields.texts("given"), some, least, fields.texts("none-of"));
    }

    private Window window(Fields fields) {
        return new Window(
                optionalDuration(fields, "within"),
                fields.flag("or-undated", false),
                optionalDuration(fields, "before"),
                optionalDuration(fields, "at-least-ago"),
                optionalDuration(fields, "not-within"),
                optionalDuration(fields, "not-before"));
    }

    CodeFilter codes(Fields fields) {
        return new CodeFilter(rows(fields, "only-codes"), rows(fields, "except-codes"));
    }

    Map<String, List<String>> rows(Fields fields, String key) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        fields.optional(
                key,
                bySystem -> bySystem.each((system, codes) -> {
                    if (!systems.containsKey(system)) {
                        fields.problems()
                                .unknown(fields.file(), bySystem.path(system), "code system", system, systems.keySet());
                    }
                    rows.put(system, bySystem.texts(system));
                }));
        return Map.copyOf(rows);
    }

    private boolean missing(Fields fields) {
        return fields.has("missing-data") && fields.word("missing-data", Verdict.class, null) == Verdict.ABSENT;
    }

    @Nullable
    Wording wording(Fields fields, String key, boolean stems) {
        return wording(fields, key, stems, false);
    }

    private @Nullable Wording wording(Fields fields, String key, boolean stems, boolean listsNegated) {
        if (!fields.has(key)) {
            return null;
        }
        String name = fields.text(key);
        fields.mentions().phrases(name);
        fields.mentions().setting(FindingFiles.TEXT_LANGUAGES);
        List<Wording.Source> sources = phrases.get(name);
        if (sources == null) {
            fields.problems().unknown(fields.file(), fields.path(key), "list of phrases", name, phrases.keySet());
            return null;
        }
        try {
            return new Wording(sources, stems, listsNegated, languages);
        } catch (PatternSyntaxException e) {
            fields.problem(
                    key,
                    "has a phrase that cannot be looked for: it " + e.getDescription() + ", in '" + e.getPattern()
                            + "'");
            return null;
        }
    }

    private @Nullable Duration optionalDuration(Fields fields, String key) {
        return fields.has(key) ? duration(fields, key) : null;
    }

    Duration duration(Fields fields, String key) {
        String name = fields.text(key);
        fields.mentions().setting(name);
        Duration duration = settings.duration(name);
        if (duration == null) {
            unknownSetting(fields, key, name, "setting in days or hours");
        }
        return duration == null ? Duration.ZERO : duration;
    }

    private @Nullable BigDecimal number(Fields fields, String key) {
        if (!fields.has(key)) {
            return null;
        }
        String name = fields.text(key);
        fields.mentions().setting(name);
        BigDecimal number = settings.number(name);
        if (number == null) {
            unknownSetting(fields, key, name, "number of the settings");
        }
        return number;
    }

    int whole(Fields fields, String key) {
        BigDecimal number = number(fields, key);
        return number == null ? 0 : number.intValue();
    }

    private void unknownSetting(Fields fields, String key, String name, String kind) {
        fields.problems().unknown(fields.file(), fields.path(key), kind, name, settings.names());
    }
}
