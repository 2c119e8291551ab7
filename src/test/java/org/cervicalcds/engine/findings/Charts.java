package org.cervicalcds.engine.findings;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.InjuryEpisode;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.entries.Supply;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.FreeText;
import org.jspecify.annotations.Nullable;

/** Small charts for tests: a few value sets, now is 2025-06-15T10:00Z in UTC. */
public final class Charts {
    public static final Instant NOW = Instant.parse("2025-06-15T10:00:00Z");
    private static final String CPT = "http://www.ama-assn.org/go/cpt";
    public static final Terminology TERMINOLOGY = terminology();
    public static final ValueSet PAIN = set("dx-pain");
    public static final ValueSet DEFICIT = set("dx-deficit");
    public static final ValueSet WEIGHT = set("obs-weight");
    public static final ValueSet T_SCORE = set("obs-t-score");
    public static final ValueSet RELAXANT = set("med-relaxant");
    public static final ValueSet CT = set("ord-ct");
    public static final ValueSet TOXIN = set("ord-toxin");

    private final ChartBuilder builder = new ChartBuilder(TERMINOLOGY);
    private int count;

    private static Terminology terminology() {
        TerminologyBuilder builder = new TerminologyBuilder();
        builder.units(Units.of(Map.of(), Charts::factor));
        builder.codeSystem(new CodeSystem(
                "icd-10-cm", "http://hl7.org/fhir/sid/icd-10-cm", List.of(), CodeSystem.Matching.UNDOTTED_PREFIX));
        builder.codeSystem(new CodeSystem("loinc", "http://loinc.org", List.of(), CodeSystem.Matching.EXACT));
        builder.codeSystem(new CodeSystem("rxnorm", "urn:rxnorm", List.of(), CodeSystem.Matching.EXACT));
        builder.codeSystem(new CodeSystem("cpt", CPT, List.of(), CodeSystem.Matching.EXACT));
        Map.of(
                        "dx-pain", "icd-10-cm|M54.2",
                        "dx-deficit", "icd-10-cm|R20",
                        "obs-weight", "loinc|29463-7",
                        "obs-t-score", "loinc|38264-8",
                        "med-relaxant", "rxnorm|21949",
                        "ord-ct", "cpt|72125",
                        "ord-toxin", "cpt|64616")
                .forEach((id, code) -> add(builder, id, code));
        add(builder, "obs-t-score", "loinc|38267-1");
        add(builder, "ord-toxin", "cpt|64615");
        add(builder, "dx-deficit", "icd-10-cm|R26");
        return builder.build();
    }

    private static @Nullable BigDecimal factor(String unit, String wanted) {
        return unit.equals("[stone_av]") && wanted.equals("kg") ? new BigDecimal("6.35029318") : null;
    }

    private static void add(TerminologyBuilder builder, String id, String code) {
        String[] parts = code.split("\\|", 2);
        builder.code(builder.valueSet(id, id, false), parts[0], parts[1], id);
    }

    private static ValueSet set(String id) {
        return Objects.requireNonNull(TERMINOLOGY.valueSet(id));
    }

    /** A concept like {@code cpt|72125}. */
    public static Concept code(String... codes) {
        return Concept.of(
                java.util.Arrays.stream(codes)
                        .map(code -> code.split("\\|", 2))
                        .map(parts -> TERMINOLOGY.coding(uri(parts[0]), parts[1], null))
                        .toList(),
                null);
    }

    private static String uri(String system) {
        return switch (system) {
            case "icd-10-cm" -> "http://hl7.org/fhir/sid/icd-10-cm";
            case "loinc" -> "http://loinc.org";
            case "rxnorm" -> "urn:rxnorm";
            case "cpt" -> CPT;
            default -> system;
        };
    }

    public static Concept words(String text) {
        return Concept.of(List.of(), text);
    }

    public static @Nullable PartialDate date(@Nullable String text) {
        return text == null ? null : PartialDate.parse(text, ZoneOffset.UTC);
    }

    public Charts born(@Nullable String date) {
        builder.patient(new Patient("p1", date(date), true, false));
        return this;
    }

    public Charts entry(Entry entry) {
        builder.add(entry, "Patient/p1", null, List.of());
        return this;
    }

    public Charts supplied(Need... needs) {
        for (Need need : needs) {
            builder.supplied(need, Availability.ALL);
        }
        return this;
    }

    public Charts condition(String code, @Nullable String onset) {
        return entry(condition(code(code), onset, null));
    }

    /** A confirmed active condition. */
    public static Condition condition(Concept code, @Nullable String onset, @Nullable String recorded) {
        return new Condition(
                "Condition/" + code.label() + onset + recorded,
                code,
                code.sets(),
                Condition.ClinicalStatus.ACTIVE,
                Condition.Verification.CONFIRMED,
                date(onset),
                null,
                null,
                date(recorded),
                Concept.NONE,
                FreeText.NONE,
                false,
                null,
                null);
    }

    public Charts measured(String code, String value, String unit, String date) {
        count++;
        return entry(new Observation(
                "Observation/" + count,
                code(code),
                "final",
                date(date),
                true,
                new Observation.Value(new BigDecimal(value), unit, Concept.NONE, "", null),
                null));
    }

    public Charts report(Report.Kind kind, String status, Concept code, String date, Concept reason, Concept site) {
        count++;
        return entry(new Report(
                "Report/" + count,
                kind,
                status,
                code,
                "",
                FreeText.NONE,
                Concept.NONE,
                reason,
                site,
                date(date),
                true,
                ImagingWords.NONE,
                false,
                null));
    }

    public Charts use(
            MedicationUse.Kind kind, String status, String from, @Nullable String to, @Nullable Integer days) {
        return use(kind, status, supply(from, to, days));
    }

    public Charts use(MedicationUse.Kind kind, String status, Supply supply) {
        count++;
        return entry(new MedicationUse(
                "Medication/" + count,
                kind,
                status,
                kind == MedicationUse.Kind.REQUEST ? "order" : "",
                code("rxnorm|21949"),
                Concept.NONE,
                Concept.NONE,
                Concept.NONE,
                true,
                supply,
                null));
    }

    public static Supply supply(@Nullable String from, @Nullable String to, @Nullable Integer days) {
        return new Supply(date(from), date(to), days == null ? null : BigDecimal.valueOf(days), 0, null, List.of());
    }

    /** A draft of a medication order. */
    public Charts draft(Concept category, Supply supply) {
        count++;
        return entry(new Order(
                "MedicationRequest/" + count,
                true,
                false,
                "draft",
                "order",
                false,
                code("rxnorm|21949"),
                category,
                Concept.NONE,
                FreeText.NONE,
                Concept.NONE,
                List.of(),
                null,
                supply,
                null,
                null));
    }

    public Chart chart() {
        return builder.build(new ChartScope("order-sign", "p1", null, "Practitioner", List.of(), NOW, ZoneOffset.UTC));
    }

    /** Reads one finding. */
    public Finding read(FindingDefinition definition) {
        return read(Map.of("it", definition));
    }

    /** Reads the finding named "it". */
    public Finding read(Map<String, FindingDefinition> definitions) {
        return new Findings(new FindingCatalogue(definitions), chart(), (card, indicator, returned, line) -> false)
                .get("it");
    }

    /** A diagnosis of a set that is current, whatever else is said of it. */
    public static FindingDefinition current(ValueSet set) {
        return new ConditionFinding(
                List.of(set),
                ConditionFinding.Counts.CURRENT,
                ConditionFinding.Certainty.ANY,
                Window.ANY,
                CodeFilter.ALL,
                InjuryEpisode.ANY,
                false,
                EntryRule.ANY,
                List.of(),
                1,
                false);
    }
}
