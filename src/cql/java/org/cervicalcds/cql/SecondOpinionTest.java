package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.export.CqlExport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes vignettes of three cards, with what the reference engine says of each, for another engine: src/cql/js reads them. */
class SecondOpinionTest {
    private static final Path FOLDER = Path.of("target", "second-opinion");
    private static final List<String> CARDS =
            List.of("as-cervical-fracture-risk", "muscle-relaxant-duration", "neck-pain-red-flags");

    /** So many vignettes of each card. */
    private static final int EACH = 20;

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void writesVignettesOfThreeCards() throws IOException {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        CqlExport export = CqlExport.of(content);
        CqlPackage cards = CqlPackage.of(export.files());
        Translation translation = Translation.of(cards.cql());
        Files.createDirectories(FOLDER);
        for (Map.Entry<String, String> elm : translation.elm().entrySet()) {
            Files.writeString(FOLDER.resolve(elm.getKey() + ".json"), elm.getValue());
        }
        Files.writeString(FOLDER.resolve("FHIRHelpers.json"), translation.elmOf("FHIRHelpers", "4.0.1"));
        Files.writeString(FOLDER.resolve("expansions.json"), JSON.writeValueAsString(cards.expansions()));
        ReferenceEngine engine = new ReferenceEngine(translation, cards.expansions());
        Fidelity fidelity = new Fidelity(content, export.extents(), engine);
        ArrayNode calls = JSON.createArrayNode();
        EngineCheck.inZoneOf(content, () -> {
            for (String card : CARDS) {
                List<Vignette> own = VignetteFiles.read(content).stream()
                        .filter(vignette -> vignette.card().equals(card))
                        .toList();
                for (int i = 0; i < EACH; i++) {
                    write(calls.addObject(), own.get(i * own.size() / EACH), fidelity, engine, content);
                }
            }
            return calls;
        });
        Files.writeString(FOLDER.resolve("calls.json"), calls.toPrettyString());
        assertThat(calls).hasSize(CARDS.size() * EACH);
    }

    private static void write(
            ObjectNode to, Vignette vignette, Fidelity fidelity, ReferenceEngine engine, Content content) {
        HookCall call = fidelity.call(vignette);
        to.put("card", vignette.card()).put("title", vignette.title());
        to.put(
                "now",
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").format(fidelity.now()));
        to.put("zone", content.zone().getId());
        to.put(
                "outcome",
                String.valueOf(engine.evaluate("CervicalAnswer", List.of(vignette.card()), call, fidelity.now())
                        .get(vignette.card())));
        ObjectNode parameters = to.putObject("parameters");
        new TreeMap<>(call.parameters()).forEach((name, value) -> parameters.set(name, JSON.valueToTree(value)));
        parameters.put("Ended visit", content.deck().rules().endedVisitDays());
        ArrayNode resources = to.putArray("resources");
        call.json().forEach(resource -> resources.add(JSON.readTree(resource)));
    }
}
