package org.cervicalcds.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

/** Every fixed word of the workbench and the card book is there in every language. */
class LabelsTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/static/js");
    private static final Path PAGE = Path.of("src/main/resources/static/index.html");

    private static final List<Pattern> IN_SCRIPTS = List.of(
            Pattern.compile("\\bt\\('([^']+)'"),
            Pattern.compile("\\bt\\([^'()]*\\? '([^']+)' : '([^']+)'"),
            Pattern.compile("\\bn\\(.*?, '([^']+)', '([^']+)'\\)"));
    private static final List<Pattern> IN_TEMPLATES = List.of(
            Pattern.compile("labels\\s*\\.of\\(\\s*\"([^\"]+)\""),
            Pattern.compile("\\bheading = \"([^\"]+)\""),
            Pattern.compile("labels\\.of\\((?:[^\"()]|\\(\\))* \\? \"([^\"]+)\" : \"([^\"]+)\"\\)"));

    /** Names, and what is read only where no script runs. */
    private static final Set<String> NAMES =
            Set.of("Cervical CDS", "/cds-services", "English", "Deutsch", "español", "français");

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @Test
    void everyLabelIsThereInEveryLanguage() throws IOException {
        Set<String> labels = new LinkedHashSet<>();
        labels.addAll(found(SCRIPTS, ".js", IN_SCRIPTS));
        labels.addAll(found(Path.of("src/main/jte"), ".jte", IN_TEMPLATES));
        labels.addAll(found(Path.of("src/main/java/org/cervicalcds/workbench/cardbook"), ".java", IN_TEMPLATES));
        labels.addAll(ofThePage());
        assertThat(labels)
                .hasSizeGreaterThan(250)
                .contains("When it speaks", "Choose a reason", "Hide", "days", "not signed", "unless one of these is");
        for (String language : translated()) {
            Set<String> missing = new TreeSet<>(labels);
            missing.removeAll(Labels.in(language).words().keySet());
            assertThat(missing).as(language).isEmpty();
            assertThat(Labels.in(language).missing()).as(language).isEmpty();
        }
    }

    @Test
    void noTranslationIsLeftOfALabelThatIsGone() throws IOException {
        String sources = all(SCRIPTS, ".js")
                + all(Path.of("src/main/jte"), ".jte")
                + all(Path.of("src/main/java"), ".java").replaceAll("\"\\s*\\+ \"", "")
                + String.join(
                        "\n", ofThePage().stream().map(text -> "'" + text + "'").toList());
        for (String language : translated()) {
            Set<String> unused = new TreeSet<>(Labels.in(language).words().keySet());
            unused.removeIf(label -> sources.contains("'" + label + "'")
                    || sources.contains('"' + label + '"')
                    || isCode(label, sources));
            assertThat(unused).as(language).isEmpty();
        }
    }

    /** Urgencies and states are written as codes of their enumerations, or as keys of an object. */
    private static boolean isCode(String label, String sources) {
        return label.matches("\\w+") && sources.contains(label);
    }

    @Test
    void translationsHaveTheSamePlaces() {
        for (String language : translated()) {
            Labels.in(language).words().forEach((english, said) -> assertThat(places(said))
                    .as(language + ": " + english)
                    .isEqualTo(places(english)));
        }
    }

    @Test
    void whatHasNoTranslationStaysEnglish() {
        Labels german = Labels.in("de");
        assertThat(german.of("no such label")).isEqualTo("no such label");
        assertThat(german.of("at most {0} days, days used already taken off", "7"))
                .startsWith("höchstens 7 Tage");
        assertThat(german.of("at most {0} days, days used already taken off", 1234))
                .startsWith("höchstens 1.234 Tage");
        assertThat(Labels.in("xx")).isSameAs(Labels.ENGLISH);
        assertThat(Labels.in(null)).isSameAs(Labels.ENGLISH);
        assertThat(Labels.in("fr").of("Compared with the card as {0} signed it on {1}.", "D’Arc", "2026-01-01"))
                .isEqualTo("Comparée à la carte que D’Arc a signée le 2026-01-01.");
    }

    @Test
    void theFirstLanguageThatThereIsIsTaken() {
        Function<String, String> accepted = header -> Labels.accepted(header).language();
        assertThat(accepted.apply("de-AT,de;q=0.9,en;q=0.8")).isEqualTo("de");
        assertThat(accepted.apply("nl, fr;q=0.5, en;q=0.1")).isEqualTo("fr");
        assertThat(accepted.apply("en-GB")).isEqualTo("en");
        assertThat(accepted.apply("*")).isEqualTo("en");
        assertThat(accepted.apply("")).isEqualTo("en");
        assertThat(accepted.apply("<script>")).isEqualTo("en");
        assertThat(Labels.accepted(null)).isSameAs(Labels.ENGLISH);
    }

    private static List<String> translated() {
        return Labels.LANGUAGES.subList(1, Labels.LANGUAGES.size());
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(result -> result.group()).collect(Collectors.toSet());
    }

    private static Set<String> found(Path folder, String ending, List<Pattern> patterns) throws IOException {
        String text = all(folder, ending).replaceAll("\"\\s*\\+ \"", "");
        Set<String> labels = new LinkedHashSet<>();
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    labels.add(matcher.group(i));
                }
            }
        }
        return labels;
    }

    private static String all(Path folder, String ending) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                text.append(Files.readString(file)).append('\n');
            }
        }
        return text.toString();
    }

    private static Set<String> ofThePage() throws IOException {
        Document page = Jsoup.parse(Files.readString(PAGE));
        Set<String> texts = new LinkedHashSet<>();
        for (Element element : page.body().getAllElements()) {
            element.textNodes().stream().map(TextNode::text).map(String::strip).forEach(texts::add);
            for (String attribute : List.of("aria-label", "label", "placeholder", "title")) {
                texts.add(element.attr(attribute).strip());
            }
        }
        texts.removeIf(text -> text.isEmpty() || NAMES.contains(text));
        return texts;
    }
}
