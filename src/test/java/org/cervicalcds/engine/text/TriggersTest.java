package org.cervicalcds.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers may only ever leave out what the expressions would not have found. */
class TriggersTest {
    private static final int TEXTS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "bamboo spine, a BAMBOO SPINE here, a bamboo chair",
        "spasms?, muscle spasm, muscle spa",
        "'(?-i:DISH)', DISH, a ditch",
        "'(spinal|cervical) (manipulation|adjustment)', cervical adjustment, cervical collar",
        "'colou?red', a colored one, a cold one",
        "'ab{0,2}cde', acde, abde",
        "'high[- ]velocity', high-velocity, high"
    })
    void a_text_with_a_match_has_a_trigger_and_another_is_left_out(String expression, String with, String without) {
        Triggers triggers = java.util.Objects.requireNonNull(Triggers.of(List.of(PhraseSyntax.folded(expression))));
        assertThat(triggers.mayBeIn(FreeText.of(with))).isTrue();
        assertThat(triggers.mayBeIn(FreeText.of(without))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\w*", "ct|magnetic", "(?i)spine", "[a-z]+", "(abc)?", "abc|", "a.b", "(?=spine)", "x*yz"})
    void what_is_not_plain_has_none(String expression) {
        assertThat(Triggers.of(List.of(expression))).isNull();
    }

    /** Every list of phrases of the content, over words put together from the content's own phrases, names and vignettes. */
    @Test
    void no_phrase_of_the_content_is_lost() throws IOException {
        List<String> words = words();
        Random random = new Random(7);
        int lists = 0;
        int looked = 0;
        int found = 0;
        for (var list : ContentLanguage.phrases().entrySet()) {
            List<Wording.Source> sources = list.getValue();
            lists++;
            for (boolean stems : new boolean[] {false, true}) {
                Wording wording = new Wording(sources, stems, false, ContentLanguage.ALL);
                for (int i = 0; i < TEXTS / 20; i++) {
                    String text = text(words, sources, random);
                    boolean isFound = wording.isFoundIn(FreeText.of(text));
                    assertThat(wording.isIn(FreeText.of(text)))
                            .as("%s in: %s", list.getKey(), text)
                            .isEqualTo(isFound);
                    looked++;
                    found += isFound ? 1 : 0;
                }
            }
        }
        assertThat(lists).isGreaterThan(10);
        assertThat(found).as("of %s", looked).isGreaterThan(looked / 20);
    }

    /** Some words, often with one of the phrases among them as its letters stand in the expression. */
    private static String text(List<String> words, List<Wording.Source> sources, Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(6);
        int place = random.nextInt(length);
        for (int i = 0; i < length; i++) {
            String word = words.get(random.nextInt(words.size()));
            if (i == place && random.nextBoolean()) {
                word = sample(sources.get(random.nextInt(sources.size())).phrase(), random);
            }
            text.append(i == 0 ? "" : " ")
                    .append(random.nextInt(5) == 0 ? word.toUpperCase(java.util.Locale.ROOT) : word);
        }
        return text.toString();
    }

    /** Something like what the expression matches: a branch of each group, classes and wild cards filled in or left out. */
    private static String sample(String expression, Random random) {
        String text = expression.replaceAll("\\(\\?[-a-z]*:", "(").replaceAll("\\(\\?<?[=!][^)]*\\)", "");
        Pattern innermost = Pattern.compile("\\(([^()]*)\\)(\\?)?");
        for (var group = innermost.matcher(text); group.find(); group = innermost.matcher(text)) {
            String[] branches = group.group(1).split("\\|", -1);
            String branch =
                    group.group(2) != null && random.nextBoolean() ? "" : branches[random.nextInt(branches.length)];
            text = text.substring(0, group.start()) + branch + text.substring(group.end());
        }
        String[] alternatives = text.split("\\|");
        return alternatives[random.nextInt(alternatives.length)]
                .replaceAll("\\[\\^?(.)[^]]*][*+?]?(\\{[^}]*})?", "$1")
                .replaceAll("\\\\[bB]", "")
                .replaceAll("\\\\[wds][*+?]?(\\{[^}]*})?", "e")
                .replaceAll(random.nextBoolean() ? "\\?" : ".\\?", "")
                .replace("\\", "");
    }

    private static List<String> words() throws IOException {
        List<String> words = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sandbox/stories"))) {
            for (Path file : files.sorted().toList()) {
                for (String word : Files.readString(file).split("[^\\p{L}\\d.;'-]+")) {
                    words.add(word);
                }
            }
        }
        return words;
    }
}
