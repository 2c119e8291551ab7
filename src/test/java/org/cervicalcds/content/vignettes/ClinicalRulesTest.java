package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.ClinicalRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The version of the clinical rules rises when the engine comes to another result from the same request and the same content, and only then.
 *
 * <p>What each vignette came to is kept in {@code clinical-rules.tsv}: its name, its request with the content of its card, and its result, each hashed. Where
 * request or content changed, another result is the content's doing and says nothing about the engine. {@code -Dclinical-rules.accept=true} writes the file anew.
 */
class ClinicalRulesTest {
    private static final Path FILE = Path.of("src/test/resources/clinical-rules.tsv");
    private static final String ACCEPT = "./mvnw test -Dtest=ClinicalRulesTest -Dclinical-rules.accept=true";
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));

    private record Kept(String input, String result) {}

    private record Results(int version, Map<String, Kept> byVignette) {

        static Results read() throws IOException {
            Map<String, Kept> kept = new TreeMap<>();
            List<String> lines = Files.readAllLines(FILE);
            for (String line : lines.subList(1, lines.size())) {
                String[] columns = line.split("\t", -1);
                kept.put(columns[0], new Kept(columns[1], columns[2]));
            }
            return new Results(Integer.parseInt(lines.get(0).split("\t", -1)[1]), kept);
        }

        void write() throws IOException {
            StringBuilder text = new StringBuilder("version\t" + version + "\n");
            byVignette.forEach((vignette, kept) -> text.append(vignette)
                    .append('\t')
                    .append(kept.input())
                    .append('\t')
                    .append(kept.result())
                    .append('\n'));
            Files.writeString(FILE, text);
        }
    }

    private static String hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(@Nullable Object text) {
        return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theVersionRisesWithTheResultsOfTheSameContent() throws IOException {
        Map<String, Kept> now = new TreeMap<>();
        Map<String, Vignette> vignettes = new TreeMap<>();
        CardResults results = new CardResults(CONTENT);
        for (Vignette vignette : VignetteFiles.read(CONTENT)) {
            String key = hash(bytes(vignette));
            String result = String.valueOf(results.of(vignette, Locale.ENGLISH).get(vignette.card()));
            vignettes.put(key, vignette);
            if (!CardResults.GAVE_WAY.contains(result)) {
                String content = String.valueOf(CONTENT.contentHashes().get(vignette.card()));
                now.put(key, new Kept(hash(vignette.request(), bytes(content)), hash(bytes(result))));
            }
        }
        assertThat(vignettes).hasSize(VignetteFiles.read(CONTENT).size());

        Results before = Results.read();
        List<String> comparable = new ArrayList<>();
        List<String> others = new ArrayList<>();
        now.forEach((key, kept) -> {
            Kept known = before.byVignette().get(key);
            if (known != null && known.input().equals(kept.input())) {
                comparable.add(key);
                if (!known.result().equals(kept.result())) {
                    others.add(String.valueOf(vignettes.get(key)));
                }
            }
        });
        boolean raised = ClinicalRules.VERSION == before.version() + 1;
        if (Boolean.getBoolean("clinical-rules.accept") && (others.isEmpty() || raised)) {
            new Results(others.isEmpty() ? before.version() : ClinicalRules.VERSION, now).write();
            return;
        }
        if (raised) {
            assertThat(others)
                    .as(
                            "vignettes that come to another result; without any, ClinicalRules.VERSION must stay, and with some: "
                                    + ACCEPT)
                    .isNotEmpty();
        } else {
            assertThat(ClinicalRules.VERSION).as("rises by one").isEqualTo(before.version());
            assertThat(others)
                    .as(
                            "vignettes that come to another result with the same request and content: raise ClinicalRules.VERSION, then "
                                    + ACCEPT)
                    .isEmpty();
        }
        assertThat(comparable)
                .as("vignettes whose request and content are those of the file; with fewer it would notice little: "
                        + ACCEPT)
                .hasSizeGreaterThan(now.size() / 2);
    }
}
