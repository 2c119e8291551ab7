package org.cervicalcds.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.CardStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of {@code cds-cards/README.md} and {@code docs/outside-us.md} work as they stand there. */
class ReadmeExamplesTest {
    private static final ContentFiles SHIPPED = ContentFiles.in(Path.of("cds-cards"));

    private static ContentFiles examples(String kind) {
        return examples(kind, "cds-cards/README.md");
    }

    private static ContentFiles examples(String kind, String page) {
        ContentFiles files = new ContentFiles(new TreeMap<>());
        try {
            Matcher blocks = Pattern.compile("(?s)```yaml\\n# " + kind + ": (\\S+)\\n(.*?)```")
                    .matcher(Files.readString(Path.of(page)));
            while (blocks.find()) {
                files = files.with(blocks.group(1), blocks.group(2));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(files.texts()).isNotEmpty();
        return files;
    }

    private static ContentFiles withExampleCard() {
        ContentFiles files = SHIPPED;
        for (var file : examples("file").texts().entrySet()) {
            files = files.with(file.getKey(), file.getValue());
        }
        return files;
    }

    private static List<String> faults(Content content, String card) {
        VignettePlayer player = new VignettePlayer(content);
        List<String> faults = new ArrayList<>();
        VignetteFiles.read(content).stream()
                .filter(vignette -> vignette.card().equals(card))
                .forEach(vignette -> faults.addAll(player.faults(vignette)));
        return faults;
    }

    @Test
    void theExampleCardHoldsItsVignettes() {
        assertThat(faults(Content.load(withExampleCard()), "as-steroid-bone-density"))
                .isEmpty();
    }

    @Test
    void theExampleCardNeedsEachOfItsLines() {
        Content content = Content.load(withExampleCard());
        CardDefinition card = Objects.requireNonNull(content.deck().card("as-steroid-bone-density"));
        Tier tier = card.tiers().get(0);
        String text = Objects.requireNonNull(content.files().texts().get("as-steroid-bone-density/card.yaml"));
        List<String> lines = new ArrayList<>(tier.when());
        lines.addAll(tier.unless());
        for (String line : lines) {
            String less = text.replaceFirst("(?m)^( +(?:when|unless): \\[.*?)(?:, )?" + line, "$1")
                    .replace("[, ", "[");
            assertThat(less).isNotEqualTo(text);
            assertThat(faults(
                            Content.load(content.files().with("as-steroid-bone-density/card.yaml", less)),
                            "as-steroid-bone-density"))
                    .as("without " + line)
                    .isNotEmpty();
        }
    }

    @Test
    void theExampleOverlayHolds() {
        Content content = Content.load(SHIPPED.under(examples("overlay")));
        assertThat(Objects.requireNonNull(content.deck().card("straight-spine-is-not-spasm"))
                        .showing())
                .isEqualTo(CardStatus.SILENT);
        assertThat(VignetteFiles.read(content))
                .extracting(Vignette::title)
                .contains("Hospital: referral to our own chiropractor with AS");
        assertThat(faults(content, "spinal-manipulation-caution")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"germany, as-cervical-fracture-risk, Klinik", "catalogue, spinal-manipulation-caution, Clinic"})
    void theExamplesForOtherCountriesHold(String kind, String card, String hospital) {
        Content content = Content.load(SHIPPED.under(examples(kind, "docs/outside-us.md")));
        assertThat(VignetteFiles.read(content))
                .extracting(Vignette::title)
                .anyMatch(title -> title.startsWith(hospital + ": "));
        assertThat(faults(content, card)).isEmpty();
    }
}
