package org.cervicalcds.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Sentences in German, Spanish and French: a disease that is denied, or of the family, does not count; one that is said does. */
class ForeignSentencesTest {
    private static final JsonNode FILE = new YAMLMapper()
            .readTree(Path.of("src/test/resources/sentences.yaml").toFile());

    /** As in the dangers of image reports. */
    private static final List<Wording.Source> BROKEN = List.of(
            Wording.Source.of("\\w*fraktur\\w*"), Wording.Source.of("fractura\\w*"), Wording.Source.of("fractures?"));

    private static Map<String, Wording> wordings(JsonNode terms) {
        Map<String, Wording> wordings = new LinkedHashMap<>();
        terms.properties().forEach(list -> {
            List<Wording.Source> phrases = list.getKey().equals("broken")
                    ? BROKEN
                    : Objects.requireNonNull(ContentLanguage.phrases().get(list.getKey()));
            Wording wording = new Wording(phrases, false, false, ContentLanguage.ALL);
            list.getValue().forEach(term -> wordings.put(term.asString(), wording));
        });
        return wordings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr"})
    void whatIsDeniedOrOfTheFamilyDoesNotCountAndAllElseDoes(String language) {
        Map<String, Wording> wordings = wordings(FILE.get(language).get("terms"));
        List<String> wrong = new ArrayList<>();
        for (String kind : List.of("denied", "family", "doubted", "counts")) {
            boolean counts = kind.equals("doubted") || kind.equals("counts");
            JsonNode frames = FILE.get(language).get(kind);
            if (!kind.equals("counts")) {
                assertThat(frames.size()).as(kind).isGreaterThanOrEqualTo(40);
            }
            for (JsonNode frame : frames) {
                for (var term : wordings.entrySet()) {
                    String text = frame.asString().replace("{x}", term.getKey());
                    for (String told : List.of("", language)) {
                        if (term.getValue().isIn(FreeText.of(text, told)) != counts) {
                            wrong.add(kind + " " + told + ": " + text);
                        }
                    }
                }
            }
        }
        Wording inReports = new Wording(BROKEN, false, true, ContentLanguage.ALL);
        for (JsonNode frame : FILE.get(language).get("in-reports-counts")) {
            for (JsonNode term : FILE.get(language).get("terms").get("broken")) {
                String text = frame.asString().replace("{x}", term.asString());
                if (!inReports.isIn(FreeText.of(text))) {
                    wrong.add("in a report: " + text);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr"})
    void dangersOfImageReportsAreReadWhetherOrNotTheLanguageIsTold(String language) {
        ReportReader reader = ContentLanguage.reportReader();
        List<String> missed = new ArrayList<>();
        int sentences = 0;
        for (var kind : FILE.get(language).get("dangers").properties()) {
            for (JsonNode sentence : kind.getValue()) {
                sentences++;
                for (String told : List.of("", language)) {
                    ReportReading reading = reader.read(FreeText.of(sentence.asString(), told));
                    if (!reading.says(kind.getKey(), ReportReading.Said.SURE)
                            && !reading.says(kind.getKey(), ReportReading.Said.POSSIBLE)) {
                        missed.add(kind.getKey() + " " + told + ": " + sentence.asString());
                    }
                }
            }
        }
        assertThat(sentences).isGreaterThanOrEqualTo(40);
        assertThat(missed).isEmpty();
    }
}
