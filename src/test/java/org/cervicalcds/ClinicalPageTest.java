package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code docs/clinical.md} says of the content what is so; its tables are made anew with {@code -Dclinical.accept=true}. */
final class ClinicalPageTest {
    private static final Path PAGE = Path.of("docs/clinical.md");
    private static final Path CONTENT = Path.of("cds-cards");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern EVIDENCE = Pattern.compile("EV-\\d+");

    private final Map<String, JsonNode> cards = new LinkedHashMap<>();
    private final Map<String, JsonNode> findings = new LinkedHashMap<>();
    private final JsonNode evidence = yaml(CONTENT.resolve("evidence.yaml"));
    private final JsonNode settings = yaml(CONTENT.resolve("settings.yaml"));

    ClinicalPageTest() {
        eachFile(
                CONTENT,
                "card.yaml",
                file -> cards.put(
                        Objects.requireNonNull(file.getParent()).getFileName().toString(), yaml(file)));
        eachFile(CONTENT.resolve("findings"), ".yaml", file -> yaml(file)
                .properties()
                .forEach(finding -> findings.put(finding.getKey(), finding.getValue())));
    }

    private static void eachFile(Path folder, String end, Consumer<Path> use) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(end)).sorted().forEach(use);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(Path file) {
        return YAML.readTree(text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTablesAreThoseOfTheContent() throws IOException {
        String page = text(PAGE);
        String now = page;
        for (Map.Entry<String, JsonNode> card : cards.entrySet()) {
            now = with(now, card.getKey(), card(card.getKey(), card.getValue()));
        }
        now = with(now, "glossary", glossary());
        now = with(now, "sources", sources());
        if (Boolean.getBoolean("clinical.accept")) {
            Files.writeString(PAGE, now);
        }
        assertThat(page)
                .as("write the page anew: ./mvnw test -Dtest=ClinicalPageTest -Dclinical.accept=true")
                .isEqualTo(now);
    }

    private static String with(String page, String name, String text) {
        String begin = "<!-- " + name + " -->\n";
        int from = page.indexOf(begin);
        assertThat(from).as("a place for " + name).isNotNegative();
        return page.substring(0, from + begin.length()) + text + page.substring(page.indexOf("<!-- end -->", from));
    }

    private static String card(String id, JsonNode card) {
        StringBuilder text =
                new StringBuilder("`" + id + "`: " + card.path("title").asString() + ".\n\n");
        text.append("| Tier | Says | When | Unless | Sources |\n|---|---|---|---|---|\n");
        for (JsonNode tier : card.path("tiers")) {
            Set<String> named = new LinkedHashSet<>();
            EVIDENCE.matcher(tier.path("says").toString()).results().forEach(found -> named.add(found.group()));
            text.append("| ").append(tier.path("indicator").asString()).append(" | ");
            text.append(tier.path("summary").asString().replace("|", "\\|")).append(" | ");
            text.append(ids(tier.path("when")))
                    .append(" | ")
                    .append(ids(tier.path("unless")))
                    .append(" | ");
            text.append(String.join(", ", named)).append(" |\n");
        }
        text.append("\nSources of the card: ")
                .append(words(card.path("evidence")))
                .append(". Known limits:\n\n");
        card.path("known-limits")
                .forEach(limit -> text.append("- ").append(limit.asString()).append('\n'));
        return wrapped(text.toString());
    }

    private static String ids(JsonNode list) {
        return strings(list).map(id -> "`" + id + "`").collect(Collectors.joining(", "));
    }

    private static String words(JsonNode list) {
        return strings(list).collect(Collectors.joining(", "));
    }

    private static Stream<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asString);
    }

    private String glossary() {
        StringBuilder text = new StringBuilder("| Finding | Means |\n|---|---|\n");
        findings.forEach((name, finding) -> {
            if (finding.has("means")) {
                text.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(finding.path("means").asString())
                        .append(" |\n");
            }
        });
        return text.toString();
    }

    private String sources() {
        StringBuilder text = new StringBuilder("| | Source | Strength |\n|---|---|---|\n");
        evidence.properties().forEach(source -> {
            JsonNode of = source.getValue();
            String address = of.has("doi")
                    ? "https://doi.org/" + of.path("doi").asString()
                    : of.path("url").asString("");
            text.append("| ")
                    .append(source.getKey())
                    .append(" | ")
                    .append(of.path("citation").asString());
            text.append(address.isEmpty() ? "" : " <" + address + ">").append(" | ");
            text.append(of.path("strength").asString()).append(" |\n");
        });
        return text.toString();
    }

    /** Lines of prose below 120 characters; rows of tables stay. */
    private static String wrapped(String text) {
        return text.lines()
                .map(line -> line.startsWith("|")
                        ? line
                        : line.replaceAll("(.{1,116})(?: |$)", "$1\n" + (line.startsWith("- ") ? "  " : ""))
                                .strip())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void everyNameInTheTextIsOneOfTheContent() {
        Set<String> known = new TreeSet<>(cards.keySet());
        known.addAll(findings.keySet());
        settings.properties().forEach(setting -> known.add(setting.getKey()));
        List<String> unknown = Pattern.compile("`([a-z][a-z0-9]*(?:-[a-z0-9]+)+)`")
                .matcher(text(PAGE))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !known.contains(name))
                .toList();
        assertThat(unknown).isEmpty();
        assertThat(EVIDENCE.matcher(text(PAGE)).results().map(MatchResult::group))
                .hasSizeGreaterThan(50)
                .allSatisfy(id -> assertThat(evidence.has(id)).as(id).isTrue());
    }

    @Test
    void everyNumberBesideASettingIsItsValue() {
        List<MatchResult> stated = Pattern.compile("(\\d[\\d,.]*)[^\\d(`|]{0,30}\\(`([a-z0-9-]+)`\\)")
                .matcher(text(PAGE).replaceAll("\\s+", " "))
                .results()
                .toList();
        assertThat(stated).hasSizeGreaterThan(20).allSatisfy(found -> assertThat(
                        settings.path(found.group(2)).asString())
                .as(found.group())
                .isEqualTo(found.group(1).replace(",", "")));
    }

    /** A comment that cites the card specification cites a section of this page; no other document of ours is cited. */
    @Test
    void commentsCiteWhatIsThere() {
        Set<String> headings = Pattern.compile("(?m)^#+ (.+)$")
                .matcher(text(PAGE))
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> cited = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        for (Path folder : List.of(Path.of("src"), CONTENT, Path.of("cohort"))) {
            eachFile(folder, "", file -> {
                if (file.toString().matches(".*\\.(java|yaml|json)") && !file.endsWith("ClinicalPageTest.java")) {
                    String text = text(file);
                    Pattern.compile("card specification, (0\\.\\d|[^:;\\n.)]+)")
                            .matcher(text)
                            .results()
                            .forEach(found -> cited.add(found.group(1)));
                    Pattern.compile("docs/clinical\\.md,? (\\d\\.\\d|matching rules? \\d+)")
                            .matcher(text)
                            .results()
                            .forEach(found -> cited.add(found.group(1)));
                    Pattern.compile("(?<![\\w/])(codes|cards|evidence|vignettes|checklist)\\.md|\\.\\./shared")
                            .matcher(text)
                            .results()
                            .forEach(found -> elsewhere.add(file + ": " + found.group()));
                }
            });
        }
        assertThat(elsewhere).isEmpty();
        assertThat(cited).hasSizeGreaterThan(50).allSatisfy(section -> {
            for (String part : section.replaceAll(",? \"Exposure\"", "").split(" and |, ")) {
                String heading = part.strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceFirst("^cards? (\\d+)$", "card $1")
                        .replaceFirst("^(\\d+)$", "card $1")
                        .replaceFirst("^matching rules? \\d+$", "matching rules");
                assertThat(headings)
                        .as("card specification, " + section)
                        .anyMatch(known -> known.equals(heading)
                                || known.endsWith(" " + heading)
                                || known.startsWith(heading + " "));
            }
        });
    }
}
