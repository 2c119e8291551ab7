package org.cervicalcds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kotlin.Pair;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.engine.text.FreeText;
import org.cervicalcds.engine.text.Languages;
import org.cervicalcds.engine.text.Wording;
import org.cervicalcds.export.CqlExport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.EvaluationExpressionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationFunctionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationParams;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The library of words reads texts as the service does: those of the vignettes, and some put together at random. */
class WordsTest {
    private static final String FINDINGS = "CervicalFindings";
    private static final Pattern SAYS = Pattern.compile("define function \"says ([a-z-]+)\"");

    /** So many texts are read. */
    private static final int TEXTS = Integer.getInteger("cql.texts", 60);

    private static final List<String> SEPARATORS =
            List.of(" ", " ", " ", ", ", ". ", ": ", "; ", "? ", "\n", "\n\n", " - ", "-", "\n- ", " (", " and ", "/");

    private static final List<String> ORDINARY = List.of(
            "the",
            "of",
            "father's",
            "can't",
            "T1",
            "1.5",
            "10:30",
            "Fracture",
            "No",
            "der",
            "la",
            "Mother",
            "it",
            "was",
            "seen",
            "C5",
            "Massage",
            "OPLL",
            "cervical",
            "fusion",
            "carisoprodol",
            "neck",
            "spine",
            "spasm");

    private final Content content = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private final CqlPackage cards = CqlPackage.of(CqlExport.of(content).files());
    private final Translation translation = Translation.of(cards.cql());
    private final CqlEngine engine =
            new ReferenceEngine(translation, cards.expansions()).engine(new HookCall(Map.of(), Map.of()));

    private @Nullable Object inCql(String list, String text) {
        EvaluationExpressionRef call = new EvaluationFunctionRef("says " + list, null, Arrays.asList(text, null));
        var result = engine.evaluate(new EvaluationParams(
                        Map.of(translation.identifier(FINDINGS), List.of(call)),
                        new Pair<>("Patient", "p1"),
                        new HashMap<>(),
                        null,
                        ZonedDateTime.now(content.zone())))
                .getOnlyResultOrThrow()
                .get(call);
        return result == null ? null : result.getValue();
    }

    private Map<String, Map<Languages.Role, List<String>>> turning() {
        Map<String, Map<Languages.Role, List<String>>> all = new LinkedHashMap<>();
        content.text().languages().forEach((language, roles) -> {
            Map<Languages.Role, List<String>> own = new EnumMap<>(Languages.Role.class);
            roles.forEach((role, words) -> own.put(
                    Languages.Role.valueOf(role.toUpperCase(Locale.ROOT).replace('-', '_')),
                    ((List<?>) words).stream().map(String::valueOf).toList()));
            all.put(language, own);
        });
        return all;
    }

    private static Wording wording(List<Object> phrases, Languages languages) {
        List<Wording.Source> sources = new ArrayList<>();
        for (Object phrase : phrases) {
            sources.add(
                    phrase instanceof Map<?, ?> map
                            ? new Wording.Source(
                                    String.valueOf(map.get("phrase")),
                                    (String) map.get("then"),
                                    (String) map.get("not-about"),
                                    (String) map.get("unless-about"),
                                    (String) map.get("never-about"))
                            : Wording.Source.of(String.valueOf(phrase)));
        }
        return new Wording(sources, false, false, languages);
    }

    private static void texts(JsonNode node, Set<String> to) {
        if (node.isString() && node.asString().contains(" ")) {
            to.add(node.asString());
        }
        node.forEach(part -> texts(part, to));
    }

    private static String atRandom(Random random, List<String> turning) {
        StringBuilder text = new StringBuilder();
        int words = 2 + random.nextInt(7);
        for (int i = 0; i < words; i++) {
            List<String> from = random.nextInt(3) == 0 ? turning : ORDINARY;
            String word = from.get(random.nextInt(from.size()));
            text.append(
                    random.nextInt(6) == 0 ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) : word);
            text.append(SEPARATORS.get(random.nextInt(SEPARATORS.size())));
        }
        return text.toString();
    }

    @Test
    void readsTextsAsTheServiceDoes() {
        Map<String, Map<Languages.Role, List<String>>> turning = turning();
        String own = String.valueOf(content.settings().value("report-language"));
        Languages languages = new Languages(turning, List.of(own.split(" *, *")));
        Map<String, Wording> lists = new LinkedHashMap<>();
        Matcher says = SAYS.matcher(cards.cql().getOrDefault(FINDINGS, ""));
        while (says.find()) {
            lists.put(
                    says.group(1), wording(content.text().phrases().getOrDefault(says.group(1), List.of()), languages));
        }
        Set<String> found = new LinkedHashSet<>();
        for (Vignette vignette : VignetteFiles.read(content)) {
            texts(JsonMapper.shared().readTree(vignette.request()), found);
        }
        List<String> ofVignettes = List.copyOf(found);
        List<String> words = new ArrayList<>();
        turning.values().forEach(roles -> roles.values().forEach(words::addAll));
        Random random = new Random(Long.getLong("cql.seed", 1));
        List<String> differ = new ArrayList<>();
        int said = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = i % 3 == 0 ? ofVignettes.get(random.nextInt(ofVignettes.size())) : atRandom(random, words);
            for (Map.Entry<String, Wording> list : lists.entrySet()) {
                boolean service = list.getValue().isIn(FreeText.of(text));
                said += service ? 1 : 0;
                if (!Boolean.valueOf(service).equals(inCql(list.getKey(), text))) {
                    differ.add(list.getKey() + " is " + (service ? "" : "not ") + "in: " + text);
                }
            }
        }
        assertThat(differ).isEmpty();
        assertThat(said).isGreaterThan(TEXTS / 4);
        System.out.println(lists.size() + " lists of phrases read in " + TEXTS + " texts; " + said + " times said");
    }
}
