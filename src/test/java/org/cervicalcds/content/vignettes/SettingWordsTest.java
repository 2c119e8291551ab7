package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.cards.Card;
import org.junit.jupiter.api.Test;

/** Words that name a number of the settings follow it (docs/clinical.md 0.2): each is moved by a step, and the words are read again. */
class SettingWordsTest {
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(FILES);
    private static final List<Vignette> VIGNETTES = VignetteFiles.read(CONTENT);
    private static final String SETTINGS = Objects.requireNonNull(FILES.texts().get("settings.yaml"));
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+)}");

    /** The cards whose texts name each setting. */
    private static Map<String, Set<String>> cardsBySetting() {
        Map<String, Set<String>> cards = new LinkedHashMap<>();
        FILES.texts().forEach((path, text) -> {
            Matcher places = PLACE.matcher(path.endsWith("/card.yaml") ? text : "");
            while (places.find()) {
                if (SETTINGS.contains("\n" + places.group(1) + ": ")) {
                    cards.computeIfAbsent(places.group(1), setting -> new LinkedHashSet<>())
                            .add(path.substring(0, path.indexOf('/')));
                }
            }
        });
        return cards;
    }

    private static String words(Card card) {
        StringBuilder words = new StringBuilder(card.summary()).append('\n').append(card.detail());
        card.suggestions().forEach(suggestion -> suggestion.actions().stream()
                .map(Action::description)
                .forEach(description -> words.append('\n').append(description)));
        return words.toString();
    }

    /** Says that in a vignette of the card nothing but the number changes in the words. */
    private static boolean isSaid(String card, String old, String now, VignettePlayer moved) {
        VignettePlayer shipped = new VignettePlayer(CONTENT);
        for (Vignette vignette : VIGNETTES) {
            Card before = vignette.card().equals(card) ? shipped.play(vignette).card() : null;
            if (before != null && words(before).matches("(?s).*\\b" + old + "\\b.*")) {
                Card after = moved.play(vignette).card();
                String expected = words(before).replaceAll("\\b" + old + "\\b", now);
                if (after != null && words(after).equals(expected)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void everyNumberInWordsFollowsItsSetting() {
        Map<String, Set<String>> settings = cardsBySetting();
        assertThat(settings).containsKeys("muscle-relaxant-max-days", "older-age-years", "fever-hours");
        List<String> deaf = new ArrayList<>();
        settings.forEach((setting, cards) -> {
            Matcher line = Pattern.compile("(?m)^" + setting + ": (-?[0-9.]+)").matcher(SETTINGS);
            assertThat(line.find()).as(setting).isTrue();
            String now = new BigDecimal(line.group(1)).add(BigDecimal.ONE).toString();
            String changed = SETTINGS.substring(0, line.start(1)) + now + SETTINGS.substring(line.end(1));
            VignettePlayer moved = new VignettePlayer(Content.load(FILES.with("settings.yaml", changed)));
            for (String card : cards) {
                if (!isSaid(card, line.group(1), now, moved)) {
                    deaf.add(card + " does not follow " + setting);
                }
            }
        });
        assertThat(deaf).isEmpty();
    }

    /** A window that stands in the words as digits would not follow; figures of studies name their evidence and no days. */
    @Test
    void noCardWritesDaysOrHoursAsDigits() {
        Pattern digits = Pattern.compile("\\b\\d+ ?(days?|hours?|h)\\b");
        FILES.texts().forEach((path, text) -> {
            if (path.endsWith("/card.yaml") || path.equals("words.yaml")) {
                assertThat(text.lines()
                                .filter(line -> !line.strip().startsWith("#")
                                        && digits.matcher(line).find()))
                        .as(path)
                        .isEmpty();
            }
        });
    }
}
