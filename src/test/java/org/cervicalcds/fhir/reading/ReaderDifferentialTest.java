package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.chart.ReferenceChart;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.fhir.json.JsonCursor;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * HAPI's typed model as the reference: through our streaming reader and through HAPI the same JSON makes every finding decide the same on the
 * same evidence, and gives the same entries. HAPI's side shares neither reader nor builder: it resolves references, converts units and makes the chart ({@link ReferenceChart}) itself. Before they are compared, what is not R4 as HAPI knows it is taken out of the JSON and counted.
 */
@Tag("long")
final class ReaderDifferentialTest {
    private static final int VARIATIONS = 16_000;
    private static final long SEED = 20_250_615L;
    private static final Pattern TOKEN = Pattern.compile("\\$\\{(today|now|month|year)(?:-(\\d+)([ymdh]|min))?[^}]*}");
    private static final Set<String> ORDERS = Set.of("ServiceRequest", "MedicationRequest");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Duration ENDED_VISIT =
            Duration.ofDays(CONTENT.deck().rules().endedVisitDays());
    private static final Terminology TERMINOLOGY = CONTENT.terminology();
    private static final List<Need> NEEDS =
            List.copyOf(CONTENT.findings().needs(CONTENT.findings().names()));

    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final Set<String> present = new HashSet<>();

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @AfterEach
    void sayHowMuchWasCompared() {
        System.out.println("ReaderDifferentialTest " + counts);
    }

    /** A resource as it goes into both readers. */
    private record Given(ObjectNode json, @Nullable String fullUrl, boolean draft) {}

    /** Compares the charts of one patient. */
    private void compare(List<Given> given, String hook, String patient, List<String> selections, String what) {
        ChartBuilder builder = new ChartBuilder(TERMINOLOGY);
        ChartReader streaming = new ChartReader(TERMINOLOGY, ZoneOffset.UTC, builder);
        ReferenceChart theirs = new ReferenceChart(TERMINOLOGY);
        HapiChartReader typed = new HapiChartReader(new HapiDataTypes(TERMINOLOGY, ZoneOffset.UTC), theirs);
        StringBuilder bodies = new StringBuilder();
        for (Given one : given) {
            String json = JSON.writeValueAsString(one.json());
            Optional<Resource> resource = HapiChartReader.parse(json);
            if (resource.isEmpty()) {
                count("resources that HAPI does not take as R4");
                continue;
            }
            count("resources");
            typed.read(resource.get(), one.fullUrl(), one.draft());
            String entry = one.fullUrl() == null
                    ? "{\"resource\":" + json + "}"
                    : "{\"resource\":" + json + ",\"fullUrl\":" + JSON.writeValueAsString(one.fullUrl()) + "}";
            bodies.append(entry).append('\n');
            byte[] body = ("{\"entry\":[" + entry + "],\"resourceType\":\"Bundle\"}").getBytes(StandardCharsets.UTF_8);
            JsonCursor in = new JsonCursor(body);
            in.nextToken();
            if (one.draft()) {
                streaming.readDrafts(in);
            } else {
                streaming.read(in);
            }
            assertThat(in.nextToken()).isNull();
        }
        typed.finish();
        ChartScope scope = new ChartScope(
                hook,
                patient,
                "e1",
                "Practitioner",
                selections,
                List.of(),
                null,
                Vignette.NOW,
                ZoneOffset.UTC,
                ENDED_VISIT,
                CONTENT.deck().rules().reportTextMax());
        for (Need need : NEEDS) {
            builder.supplied(need, Availability.ALL);
        }
        Chart expectedChart = theirs.build(scope, NEEDS, typed.selected(selections));
        Chart chart = builder.build(scope);
        List<String> decided = decided(expectedChart);
        List<String> ours = decided(chart);
        if (!ours.equals(decided)) {
            List<String> others = new ArrayList<>(decided);
            others.removeAll(Set.copyOf(ours));
            ours.removeAll(Set.copyOf(decided));
            assertThat(ours).as("findings of %s: %s", what, bodies).isEqualTo(others);
        }
        decided.stream()
                .filter(line -> line.contains("["))
                .forEach(line -> present.add(line.substring(0, line.indexOf(' '))));
        counts.merge(
                "findings that are present",
                (int) decided.stream().filter(line -> line.contains("[")).count(),
                Integer::sum);
        List<String> expected = ChartText.of(expectedChart, TERMINOLOGY);
        assertThat(ChartText.of(chart, TERMINOLOGY)).as("%s: %s", what, bodies).isEqualTo(expected);
        count("charts");
        counts.merge("lines in charts", expected.size(), Integer::sum);
    }

    /** What each finding decides, and on what. */
    private static List<String> decided(Chart chart) {
        Findings findings = new Findings(CONTENT.findings(), chart, (card, indicator, returned, line) -> false);
        List<String> lines = new ArrayList<>();
        for (String name : new TreeSet<>(CONTENT.findings().names())) {
            Finding finding = findings.get(name);
            lines.add(name + " "
                    + (finding instanceof Finding.Present present
                            ? present.value() + " "
                                    + present.evidence().stream()
                                            .map(entry -> entry.reference() + " " + entry.event())
                                            .toList()
                            : finding.isAbsent() ? "absent" : "unknown"));
        }
        return lines;
    }

    /** Without the members that HAPI's R4 does not have at the top of the resource. */
    private Optional<Given> asR4(JsonNode json, @Nullable String fullUrl, boolean draft) {
        if (!(json instanceof ObjectNode resource)
                || !resource.path("resourceType").isString()) {
            count("values that are no resource");
            return Optional.empty();
        }
        String type = resource.get("resourceType").asString();
        if (!HapiChartReader.FHIR.getResourceTypes().contains(type)) {
            count("resources of a type that R4 does not have");
            return Optional.empty();
        }
        ObjectNode copy = resource.deepCopy();
        var definition = HapiChartReader.FHIR.getResourceDefinition(type);
        for (String name : List.copyOf(copy.propertyNames())) {
            String element = name.startsWith("_") ? name.substring(1) : name;
            if (!element.equals("resourceType") && definition.getChildByName(element) == null) {
                copy.remove(name);
                count("members that R4 does not have");
            }
        }
        return Optional.of(new Given(copy, fullUrl, draft));
    }

    /** The resources in a value, whether it is one, a Bundle, a list, or wrapped. */
    private List<Given> resources(JsonNode value, boolean draft) {
        List<Given> found = new ArrayList<>();
        collect(value, null, draft, found);
        return found;
    }

    private void collect(JsonNode value, @Nullable String fullUrl, boolean draft, List<Given> found) {
        if (value.isArray()) {
            value.forEach(one -> collect(one, null, draft, found));
        } else if (value.path("resourceType").isMissingNode()
                && value.path("resource").isObject()) {
            collect(value.get("resource"), null, draft, found);
        } else if (value.path("resourceType").asString("").equals("Bundle") || value.has("entry")) {
            value.path("entry").forEach(entry -> {
                JsonNode url = entry.path("fullUrl");
                if (entry.path("resource").isObject()) {
                    collect(entry.get("resource"), url.isString() ? url.asString() : null, draft, found);
                }
            });
        } else if (value.isObject()) {
            asR4(value, fullUrl, draft).ifPresent(found::add);
        }
    }

    private void compareRequest(JsonNode request, String what) {
        List<Given> given = new ArrayList<>();
        request.path("prefetch").forEach(value -> given.addAll(resources(value, false)));
        given.addAll(resources(request.path("context").path("draftOrders"), true));
        String patient =
                request.path("context").path("patientId").asString("p1").replaceFirst("^.*/", "");
        List<String> selections = new ArrayList<>();
        request.path("context").path("selections").forEach(named -> selections.add(named.asString("")));
        compare(given, request.path("hook").asString("patient-view"), patient, selections, what);
        count("requests");
    }

    private static List<JsonNode> sandbox() throws IOException {
        List<JsonNode> bundles = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/sandbox"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                String text = TOKEN.matcher(Files.readString(file)).replaceAll(ReaderDifferentialTest::date);
                bundles.add(JSON.readTree(text));
            }
        }
        return bundles;
    }

    /** Any date will do here, as long as it is of the kind and somewhere near. */
    private static String date(java.util.regex.MatchResult token) {
        int amount = token.group(2) == null ? 0 : Integer.parseInt(token.group(2));
        LocalDate now = LocalDate.of(2025, 6, 15);
        String unit = token.group(3) == null ? "d" : token.group(3);
        LocalDate day =
                switch (unit) {
                    case "y" -> now.minusYears(amount);
                    case "m" -> now.minusMonths(amount);
                    case "d" -> now.minusDays(amount);
                    default -> now;
                };
        return Matcher.quoteReplacement(
                switch (token.group(1)) {
                    case "today" -> day.toString();
                    case "month" -> day.toString().substring(0, 7);
                    case "year" -> day.toString().substring(0, 4);
                    default -> Instant.parse(day + "T09:08:07Z").toString();
                });
    }

    @Test
    void everyPatientOfTheSandboxHasTheSameChart() throws IOException {
        for (JsonNode bundle : sandbox()) {
            List<Given> given = resources(bundle, false);
            String patient = given.stream()
                    .filter(one -> one.json().get("resourceType").asString().equals("Patient"))
                    .map(one -> one.json().get("id").asString())
                    .findFirst()
                    .orElse("p1");
            compare(given, Hook.PATIENT_VIEW.name(), patient, List.of(), patient);
        }
        assertThat(counts.get("charts")).isGreaterThan(50);
        assertThat(counts.get("resources")).isGreaterThan(1000);
        assertThat(counts).doesNotContainKeys("resources that HAPI does not take as R4");
    }

    @Test
    void everyVignetteHasTheSameChart() {
        for (Vignette vignette : VignetteFiles.read(CONTENT)) {
            compareRequest(JSON.readTree(vignette.request()), vignette.toString());
        }
        assertThat(counts.get("requests")).isGreaterThan(300);
    }

    @Test
    void everyExampleBodyHasTheSameChart() throws IOException {
        String folder = System.getenv("CDS_HOOKS_EXAMPLES");
        org.junit.jupiter.api.Assumptions.assumeTrue(folder != null, "CDS_HOOKS_EXAMPLES names no folder");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                JsonNode body;
                try {
                    body = JSON.readTree(Files.readAllBytes(file));
                } catch (JacksonException e) {
                    count("bodies that are no JSON");
                    continue;
                }
                if (body.path("prefetch").isObject() || body.path("context").has("draftOrders")) {
                    compareRequest(body, file.toString());
                } else {
                    count("bodies that carry no FHIR");
                }
            }
        }
        assertThat(counts.get("requests")).isGreaterThan(20);
    }

    /** A varied resource beside others that it may refer to. */
    @Test
    void everyVariationHasTheSameChart() throws IOException {
        SortedMap<String, List<ObjectNode>> seeds = new TreeMap<>();
        Consumer<Given> seed =
                one -> seeds.computeIfAbsent(one.json().get("resourceType").asString(), type -> new ArrayList<>())
                        .add(one.json());
        for (JsonNode bundle : sandbox()) {
            resources(bundle, false).forEach(seed);
        }
        for (Vignette vignette : VignetteFiles.read(CONTENT)) {
            JsonNode request = JSON.readTree(vignette.request());
            request.path("prefetch").forEach(value -> resources(value, false).forEach(seed));
        }
        seeds.keySet().removeIf(type -> ResourceKind.of(type) == ResourceKind.OTHER);
        List<String> types = List.copyOf(seeds.keySet());
        counts.clear();
        Variations variations = new Variations(SEED, TERMINOLOGY);
        Random random = new Random(SEED);
        int given = 0;
        while (given < VARIATIONS) {
            List<Given> chart = new ArrayList<>();
            if (random.nextInt(4) == 0) {
                variations.measured().forEach(one -> chart.add(new Given(one, null, false)));
            }
            for (int i = 0; i < 4; i++) {
                String type = types.get(random.nextInt(types.size()));
                List<ObjectNode> ofType = Objects.requireNonNull(seeds.get(type));
                ObjectNode varied = variations.of(ofType.get(random.nextInt(ofType.size())));
                boolean draft = ORDERS.contains(type) && random.nextBoolean();
                String url =
                        switch (random.nextInt(4)) {
                            case 0 -> "https://ehr.example/fhir/" + type + "/u" + i;
                            case 1 -> Variations.URN + i;
                            default -> null;
                        };
                chart.add(new Given(varied, url, draft));
                given++;
                count("variations of " + type);
            }
            if (random.nextInt(3) == 0) {
                ObjectNode patient = JSON.createObjectNode();
                patient.put("resourceType", "Patient").put("id", random.nextInt(4) > 0 ? "p1" : "p2");
                chart.add(
                        random.nextInt(chart.size() + 1),
                        new Given(patient, Variations.URN + "p", random.nextBoolean()));
            }
            boolean selecting = random.nextBoolean();
            compare(
                    chart,
                    selecting ? Hook.ORDER_SELECT.name() : Hook.ORDER_SIGN.name(),
                    "p1",
                    selecting ? variations.selections() : List.of(),
                    "variation " + given);
        }
        assertThat(counts.getOrDefault("resources", 0)).isGreaterThan(16_000);
        assertThat(counts.getOrDefault("findings that are present", 0)).isGreaterThan(10_000);
        assertThat(present).contains("weight-loss", "fever-measured");
    }
}
