package org.cervicalcds.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.entries.BodyRegion;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.findings.Extent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The package holds every card and finding, says what it leaves open, and is the same for the same content. */
class CqlExportTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Map<String, String> FILES = CqlExport.of(CONTENT).files();

    private static JsonNode resource(String file) {
        return JsonMapper.shared().readTree(FILES.getOrDefault("package/" + file, "{}"));
    }

    @Test
    void theSameContentGivesTheSameBytes() {
        assertThat(CqlExport.of(Content.load(ContentFiles.in(Path.of("cds-cards"))))
                        .files())
                .isEqualTo(FILES);
    }

    @Test
    void everyCardIsAPlanWithALibraryOfItsOwn() {
        for (CardDefinition card : CONTENT.deck().definitions()) {
            JsonNode plan = resource("PlanDefinition-" + card.id() + ".json");
            assertThat(plan.path("library").get(0).asString())
                    .startsWith("https://cervicalcds.org/fhir/Library/CervicalAnswer|");
            assertThat(FILES).containsKey("cql/" + CqlText.library(card.id()) + ".cql");
            assertThat(plan.path("action").size())
                    .isEqualTo(card.tiers().size() + card.suggestions().size());
            for (JsonNode action : plan.path("action")) {
                String condition = action.path("condition")
                        .get(0)
                        .path("expression")
                        .path("expression")
                        .asString();
                assertThat(FILES.get("cql/CervicalAnswer.cql")).contains("define \"" + condition + "\":");
            }
        }
    }

    @Test
    void everyFindingOfACardIsDefinedOnce() {
        Set<String> wanted = new TreeSet<>();
        CONTENT.deck().definitions().forEach(card -> wanted.addAll(PlanResources.named(card)));
        StringBuilder all = new StringBuilder();
        FILES.forEach((name, text) -> all.append(name.endsWith(".cql") ? text : ""));
        String findings = FILES.getOrDefault("cql/CervicalFindings.cql", "");
        assertThat(CONTENT.findings().closure(wanted))
                .allSatisfy(name -> assertThat(all).contains("define \"" + name + "\":"));
        assertThat(findings.split("define \"neck-pain\":", -1)).hasSize(2);
    }

    @Test
    void whatIsNotEvaluatedIsNamedInThePlan() {
        Map<String, Extent> extents = CqlExport.of(CONTENT).extents();
        for (CardDefinition card : CONTENT.deck().definitions()) {
            String usage = resource("PlanDefinition-" + card.id() + ".json")
                    .path("usage")
                    .asString();
            assertThat(CONTENT.findings().closure(PlanResources.named(card)))
                    .filteredOn(name -> extents.get(name) != Extent.GENERATED)
                    .allSatisfy(name -> assertThat(usage).contains(name));
        }
    }

    @Test
    void nearlyEveryFindingIsEvaluatedAtLeastInPart() {
        Map<String, Extent> extents = CqlExport.of(CONTENT).extents();
        long not =
                extents.values().stream().filter(Extent.NOT_EVALUATED::equals).count();
        assertThat(not).isPositive().isLessThan(extents.size() / 20);
        long whole = extents.values().stream().filter(Extent.GENERATED::equals).count();
        assertThat(100 * whole / extents.size()).isGreaterThanOrEqualTo(96);
    }

    @Test
    void theHandWrittenLibrariesHoldTheWordsOfTheService() {
        assertThat(FILES.get("cql/CervicalChart.cql"))
                .contains("define \"Elsewhere\": '\\\\b(?:" + CqlText.escaped(BodyRegion.ELSEWHERE_WORDS) + ")\\\\b'")
                .contains("define \"Spine\": '" + CqlText.escaped(ImagingWords.SPINE_WORDS) + "'");
        assertThat(FILES.values())
                .noneMatch(text -> Pattern.compile("@[A-Z-]+@").matcher(text).find());
    }

    @Test
    void aCardThatTellsSeveralTiersSuggestsForEach() {
        String card = FILES.getOrDefault("cql/NeckPainRedFlags.cql", "");
        assertThat(card)
                .contains("then 'vessel' else null as String")
                .contains("  exists (\"Lines that are told\" L where L in { 'bone', 'fracture', 'injury' })")
                .as("no suggestion asks for it")
                .doesNotContain("then 'meningitis' else null as String")
                .contains("and not exists (\"Lines that are told\" L where L in { 'cancer', 'fever',"
                        + " 'image-infection', 'infection' })");
    }

    @Test
    void aCardSaysOnWhichHooksATierIsHidden() {
        assertThat(FILES.get("cql/MriIncidentalFindings.cql"))
                .contains("define \"Is shown on this hook\":\n"
                        + "  not Coalesce(Chart.\"Hook\" in { 'order-select' } and \"Tier\" in { 2 }, false)\n"
                        + "    and not Coalesce(Chart.\"Hook\" in { 'patient-view' } and \"Tier\" in { 1 }, false)");
    }

    @Test
    void aSuggestionReadsFindingsAsItsTierDoes() {
        assertThat(FILES.get("cql/AsCervicalFractureRisk.cql"))
                .contains("and (Findings.\"deficit-or-image-danger taking unknown for absent\" is true)");
    }

    @Test
    void ofTwoCardsAboutOneOrderTheMoreUrgentSpeaks() {
        assertThat(FILES.get("cql/CervicalAnswer.cql"))
                .contains("define \"deep-massage-caution by its order\":\n"
                        + "  if Count(Chart.\"Triggering orders\") = 1 and Coalesce("
                        + "(SpinalManipulationCaution.\"Indicator\" = 'critical' and DeepMassageCaution.\"Indicator\""
                        + " in { 'critical', 'warning', 'info' })")
                .contains("define \"spinal-manipulation-caution by its order\":\n"
                        + "  if Count(Chart.\"Triggering orders\") = 1 and Coalesce("
                        + "(DeepMassageCaution.\"Indicator\" = 'critical' and SpinalManipulationCaution.\"Indicator\""
                        + " in { 'warning', 'info' })");
    }

    @Test
    void aRowOfIcdIsAFilterAndStandsInTheExpansion() {
        JsonNode set = resource("ValueSet-dx-osteoporosis.json");
        assertThat(set.path("compose").toString()).contains("\"op\":\"regex\",\"value\":\"M81.*\"");
        assertThat(set.path("expansion").path("contains").toString())
                .contains("{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"M81\"");
    }

    @Test
    void oneCardComesWithThoseItAsksAbout() {
        Map<String, String> files =
                CqlExport.of(CONTENT, List.of("as-cervical-fracture-risk")).files();
        assertThat(files.keySet())
                .contains(
                        "package/PlanDefinition-as-cervical-fracture-risk.json",
                        "package/PlanDefinition-radiograph-cannot-exclude-fracture.json")
                .doesNotContain("package/PlanDefinition-muscle-relaxant-duration.json");
        assertThatThrownBy(() -> CqlExport.of(CONTENT, List.of("no-such-card")))
                .hasMessage("No card is named no-such-card");
    }

    @Test
    void theLibraryHoldsTheTextThatIsShown() {
        JsonNode content =
                resource("Library-CervicalFindings.json").path("content").get(0);
        byte[] text = Base64.getDecoder().decode(content.path("data").asString());
        assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(FILES.get("cql/CervicalFindings.cql"));
    }
}
