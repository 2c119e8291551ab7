package org.cervicalcds.engine.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The words and phrases that the shipped content looks for. */
public final class ContentLanguage {
    public static final Languages ALL = languages();

    private ContentLanguage() {}

    private static JsonNode file(String name) {
        return new YAMLMapper().readTree(Path.of("cds-cards", name).toFile());
    }

    private static Languages languages() {
        Map<String, Map<Languages.Role, List<String>>> words = new LinkedHashMap<>();
        for (var language : file("language.yaml").properties()) {
            Map<Languages.Role, List<String>> own = new EnumMap<>(Languages.Role.class);
            language.getValue().properties().forEach(role -> {
                List<String> list = new ArrayList<>();
                role.getValue().forEach(word -> list.add(word.asString()));
                own.put(
                        Languages.Role.valueOf(
                                role.getKey().toUpperCase(Locale.ROOT).replace('-', '_')),
                        list);
            });
            words.put(language.getKey(), own);
        }
        return new Languages(words, List.of("en", "de", "es", "fr"));
    }

    /** The lists of phrases, by name. */
    static Map<String, List<Wording.Source>> phrases() {
        Map<String, List<Wording.Source>> lists = new LinkedHashMap<>();
        file("phrases.yaml").properties().forEach(list -> {
            List<Wording.Source> sources = new ArrayList<>();
            list.getValue().forEach(phrase -> sources.add(source(phrase)));
            lists.put(list.getKey(), sources);
        });
        return lists;
    }

    /** The reader of image reports. */
    static ReportReader reportReader() {
        JsonNode file = file("image-reports.yaml");
        List<ReportReader.KindSource> kinds = new ArrayList<>();
        file.get("dangers")
                .properties()
                .forEach(danger -> kinds.add(new ReportReader.KindSource(
                        danger.getKey(),
                        list(danger.getValue(), "words"),
                        list(danger.getValue(), "words-after-injury"),
                        text(danger.getValue(), "never"),
                        text(danger.getValue(), "old"),
                        text(danger.getValue(), "unless-fresh"))));
        JsonNode regions = file.get("regions");
        JsonNode clear = file.get("clear");
        return new ReportReader(
                kinds,
                list(file.get("left-out"), "sections"),
                list(file.get("left-out"), "sentences"),
                new ReportReader.RegionSource(
                        regions.get("organs").asString(),
                        regions.get("organs-in-headings").asString(),
                        regions.get("back").asString(),
                        regions.get("neck").asString(),
                        regions.get("neck-unless-back").asString()),
                new ReportReader.ClearSource(
                        list(clear, "normal"),
                        clear.get("normal-alone").asString(),
                        clear.get("headings-of-all").asString(),
                        clear.get("denying").asString(),
                        clear.get("limited").asString()),
                ALL);
    }

    private static List<String> list(JsonNode node, String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private static Wording.Source source(JsonNode phrase) {
        return phrase.isString()
                ? Wording.Source.of(phrase.asString())
                : new Wording.Source(
                        phrase.path("phrase").asString(),
                        text(phrase, "then"),
                        text(phrase, "not-about"),
                        text(phrase, "unless-about"),
                        text(phrase, "never-about"));
    }

    private static @Nullable String text(JsonNode phrase, String key) {
        return phrase.path(key).asStringOpt().orElse(null);
    }
}
