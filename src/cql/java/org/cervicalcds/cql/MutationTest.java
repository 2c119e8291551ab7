package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.export.CqlExport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each line of the generated libraries is missed by some comparison with the service when it is taken away; those that are not are listed
 * with a reason in {@code lines-nothing-misses.txt}. The library of codes has a test of its own.
 */
@Tag("long")
class MutationTest {
    private static final Path UNNOTICED = Path.of("target", "cql-lines-unnoticed.txt");

    @Test
    void eachLineTakenAwayIsMissed() throws IOException {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        CqlExport export = CqlExport.of(content);
        CqlPackage cards = CqlPackage.of(export.files());
        Translation translation = Translation.of(cards.cql());
        ReferenceEngine engine = new ReferenceEngine(translation, cards.expansions());
        Fidelity fidelity = new Fidelity(content, export.extents(), engine);
        List<String> generated = new ArrayList<>(cards.cql().keySet());
        generated.removeAll(List.of("CervicalChart", "CervicalDrugDays", "CervicalCodes"));
        TakenAway lines =
                new TakenAway(translation, engine, fidelity, new Agreements(content, fidelity), generated);
        EngineCheck.inZoneOf(content, () -> {
            int played = 0;
            for (Vignette vignette : VignetteFiles.read(content)) {
                lines.play(vignette);
                played++;
                if (played % 100 == 0) {
                    System.out.println(played + " vignettes, " + lines.unnoticed().size() + " lines not missed yet");
                }
            }
            return lines;
        });
        List<String> unnoticed = lines.unnoticed();
        Files.write(UNNOTICED, unnoticed);
        Map<String, String> exempt = exempt();
        System.out.println(lines.lines() + " lines taken away, " + unnoticed.size() + " not missed; see " + UNNOTICED);
        assertThat(new TreeSet<>(unnoticed)).isEqualTo(new TreeSet<>(exempt.keySet()));
    }

    /** Each with its reason: a heading that begins with # holds for the lines below it. */
    private static Map<String, String> exempt() throws IOException {
        Map<String, String> exempt = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(MutationTest.class.getResourceAsStream("lines-nothing-misses.txt")),
                StandardCharsets.UTF_8))) {
            String reason = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    reason = line.substring(1).strip();
                } else if (!line.isBlank()) {
                    assertThat(reason).isNotEmpty();
                    exempt.put(line, reason);
                }
            }
        }
        return exempt;
    }
}
