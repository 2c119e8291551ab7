package org.cervicalcds.content;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.cervicalcds.findings.CodeFilter;
import org.cervicalcds.findings.Composition;
import org.cervicalcds.findings.ConditionFinding;
import org.cervicalcds.findings.ConditionTextFinding;
import org.cervicalcds.findings.FindingDefinition;
import org.cervicalcds.findings.InjuryEpisode;
import org.cervicalcds.findings.ObservationFinding;
import org.cervicalcds.findings.OrderFinding;
import org.cervicalcds.findings.Quantity;
import org.cervicalcds.findings.ReasonRule;
import org.cervicalcds.findings.ReportFinding;
import org.cervicalcds.findings.SimpleFindings;
import org.cervicalcds.findings.SupplyRule;
import org.cervicalcds.findings.WeightLoss;
import org.cervicalcds.findings.Window;
import org.cervicalcds.findings.Wording;
import org.cervicalcds.terminology.CodeSystem;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;

/** The kinds of findings that the content may use; the key that names the kind comes first. */
final class FindingKinds {
    private final Terminology terminology;
    private final Map<String, CodeSystem> systems;
    private final Settings settings;
    private final Map<String, List<Wording.Source>> phrases;
    private final Map<String, Function<Fields, FindingDefinition>> kinds = new LinkedHashMap<>();

    FindingKinds(
            Terminology terminology,
            Map<String, CodeSystem> systems,
            Settings settings,
            Map<String, List<Wording.Source>> phrases) {
        this.terminology = terminology;
        this.systems = systems;
        this.settings = settings;
        this.phrases = phrases;
        kinds.put("condition", this::condition);
        kinds.put("condition-text", this::conditionText);
        kinds.put("observation", this::observation);
        kinds.put("weight-loss", this::weightLoss);
        kinds.put("report", this::report);
        kinds.put("order", this::order);
        DrugKinds drugs = new DrugKinds(this, terminology);
        kinds.put("medication", drugs::medication);
        kinds.put("drug-days", drugs::course);
        kinds.put("treatment", drugs::treatment);
        kinds.put("age", this::age);
        kinds.put("patient", fields -> fields.word("patient", SimpleFindings.PatientState.class, null));
        kinds.put("hook", fields -> new SimpleFindings.OnHook(fields.texts("hook")));
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
                fields.texts("not-among"),
                fields.has("different") ? whole(fields, "different") : 1,
                missing(fields));
    }

    private FindingDefinition conditionText(Fields fields) {
        Wording wording = wording(fields, "condition-text", false);
        return new ConditionTextFinding(
                wording == null ? new Wording(List.of(), false) : wording,
                fields.flag("uncoded-only", false),
                fields.flag("with-notes", false));
    }

    private FindingDefinition observation(Fields fields) {
        ObservationFinding.Test test = new ObservationFinding.Exists();
        if (fields.has("quantity")) {
            test = new ObservationFinding.Measured(
                    fields.word("quantity", Quantity.class, null),
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
                percent == null ? BigDecimal.ZERO : percent);
    }

    private FindingDefinition report(Fields fields) {
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
        boolean stems = fields.flag("stems", false);
        return new ReportFinding(
                ValueSetFiles.named(fields, "report", terminology),
                byName,
                window(fields),
                fields.texts("since"),
                wording(fields, "text", stems),
                wording(fields, "without-text", stems),
                fields.optionalText("among"),
                missing(fields));
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
                fields.flag("not-of-limb", false),
                fields.optionalText("among"),
                fields.texts("not-among"),
                reason(fields),
                supply(fields),
                active == null ? Duration.ZERO : active);
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
                fields.word("reaches", org.cervicalcds.cards.Indicator.class, null)
                        .code(),
                fields.flag("returned", false));
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
                optionalDuration(fields, "not-within"));
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
        if (!fields.has(key)) {
            return null;
        }
        String name = fields.text(key);
        fields.mentions().phrases(name);
        List<Wording.Source> sources = phrases.get(name);
        if (sources == null) {
            fields.problems().unknown(fields.file(), fields.path(key), "list of phrases", name, phrases.keySet());
            return null;
        }
        try {
            return new Wording(sources, stems);
        } catch (PatternSyntaxException e) {
            fields.problem(
                    key,
                    "has a phrase that is no regular expression: " + e.getDescription() + " in '" + e.getPattern()
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
