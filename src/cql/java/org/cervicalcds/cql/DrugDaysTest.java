package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.export.CqlExport;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The hand-written arithmetic of drug days holds in every case of CervicalDrugDaysCases.cql. */
class DrugDaysTest {
    private static final String CASES = "CervicalDrugDaysCases";
    private static final List<String> RESTS_ON = List.of("CervicalCodes", "CervicalChart", "CervicalDrugDays");

    private static String text(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(DrugDaysTest.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyCaseHolds() throws IOException {
        Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
        CqlExport export = CqlExport.of(content);
        CqlPackage cards = CqlPackage.of(export.files());
        Map<String, String> libraries = new TreeMap<>(cards.cql());
        libraries.keySet().retainAll(RESTS_ON);
        libraries.put(CASES, text(CASES + ".cql").replace("@VERSION@", export.version()));
        Translation translation = Translation.of(libraries);
        assertThat(translation.problems()).isEmpty();
        List<String> cases = cases(translation.inMemory().get(CASES));
        Map<String, @Nullable Object> values =
                EngineCheck.inZoneOf(content, () -> new ReferenceEngine(translation, cards.expansions())
                        .evaluate(
                                CASES,
                                cases,
                                HookCall.read(text("drug-days-cases.json").getBytes(StandardCharsets.UTF_8), List.of()),
                                LocalDateTime.of(2026, 7, 1, 12, 0).atZone(content.zone())));
        assertThat(cases).hasSizeGreaterThan(60);
        assertThat(values.entrySet())
                .filteredOn(one -> !Boolean.TRUE.equals(one.getValue()))
                .isEmpty();
    }

    private static List<String> cases(@Nullable Library library) {
        return Objects.requireNonNull(Objects.requireNonNull(library).getStatements()).getDef().stream()
                .filter(definition -> !(definition instanceof FunctionDef))
                .map(ExpressionDef::getName)
                .filter(name -> !"Patient".equals(name))
                .toList();
    }
}
