package org.cervicalcds.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.CardDefinition;
import org.cervicalcds.cards.CardDefinition.Tier;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.content.Vignette;
import org.cervicalcds.content.VignetteFiles;
import org.cervicalcds.findings.Composition;
import org.cervicalcds.findings.FindingDefinition;
import org.junit.jupiter.api.Test;

/** Nothing in the content is there for nothing: whatever is taken away or moved by the smallest step, some vignette notices. */
class ContentMutationsTest {
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(FILES);
    private static final VignettePlayer PLAYER = new VignettePlayer(CONTENT);
    private static final List<Played> PLAYED = VignetteFiles.read(CONTENT).stream()
            .map(vignette -> new Played(vignette, PLAYER.chart(vignette)))
            .filter(played -> PLAYER.faults(played.vignette(), played.chart(), CONTENT.deck())
                    .isEmpty())
            .toList();

    /** What no vignette can notice, each with its reason. */
    private static final Set<String> EXEMPT = Set.of(
            // a switch of the site, which a vignette cannot flip; flipping it is tested below
            "as-cervical-fracture-risk tiers[4].when as-info-wanted",
            // the specification names it; every user of dynamic-danger asks for a rigid or suspect spine anyway
            "deficit-in-rigid-spine without rigid");

    private record Played(Vignette vignette, Chart chart) {}

    private static boolean isNoticed(CardDeck deck) {
        for (Played played : PLAYED) {
            if (!PLAYER.faults(played.vignette(), played.chart(), deck).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyLineOfEveryTierIsNeeded() {
        List<String> needless = new ArrayList<>();
        for (CardDefinition card : CONTENT.deck().definitions()) {
            for (int i = 0; i < card.tiers().size(); i++) {
                Tier tier = card.tiers().get(i);
                for (String line : tier.when()) {
                    Tier without = new Tier(
                            tier.indicator(), tier.hooks(), less(tier.when(), line), tier.unless(), tier.summary());
                    if (card.on() && !isNoticed(CONTENT.deck().with(withTier(card, i, without)))) {
                        needless.add(card.id() + " tiers[" + i + "].when " + line);
                    }
                }
                for (String line : tier.unless()) {
                    Tier without = new Tier(
                            tier.indicator(), tier.hooks(), tier.when(), less(tier.unless(), line), tier.summary());
                    if (card.on() && !isNoticed(CONTENT.deck().with(withTier(card, i, without)))) {
                        needless.add(card.id() + " tiers[" + i + "].unless " + line);
                    }
                }
            }
        }
        needless.removeAll(EXEMPT);
        assertThat(needless).as("lines that no vignette needs").isEmpty();
    }

    @Test
    void everyTierOfEveryHookIsNeeded() {
        List<String> needless = new ArrayList<>();
        for (CardDefinition card : CONTENT.deck().definitions()) {
            for (int i = 0; card.on() && i < card.tiers().size(); i++) {
                List<Tier> fewer = new ArrayList<>(card.tiers());
                fewer.remove(i);
                if (!fewer.isEmpty() && !isNoticed(CONTENT.deck().with(withTiers(card, fewer)))) {
                    needless.add(card.id() + " tiers[" + i + "]");
                }
            }
        }
        needless.removeAll(EXEMPT);
        assertThat(needless).as("tiers that no vignette needs").isEmpty();
    }

    @Test
    void everyPartOfEveryComposedFindingIsNeeded() {
        List<String> needless = new ArrayList<>();
        Set<String> used = CONTENT.deck().findingsInUse();
        for (String name : used) {
            FindingDefinition definition = CONTENT.findings().definition(name);
            if (definition instanceof Composition parts) {
                collect(
                        needless,
                        name,
                        parts.allOf(),
                        l -> new Composition(l, parts.given(), parts.someOf(), parts.atLeast(), parts.noneOf()));
                collect(
                        needless,
                        name,
                        parts.given(),
                        l -> new Composition(parts.allOf(), l, parts.someOf(), parts.atLeast(), parts.noneOf()));
                collect(
                        needless,
                        name,
                        parts.someOf(),
                        l -> new Composition(parts.allOf(), parts.given(), l, parts.atLeast(), parts.noneOf()));
                collect(
                        needless,
                        name,
                        parts.noneOf(),
                        l -> new Composition(parts.allOf(), parts.given(), parts.someOf(), parts.atLeast(), l));
            }
        }
        needless.removeAll(EXEMPT);
        assertThat(needless).as("parts of findings that no vignette needs").isEmpty();
    }

    private static void collect(
            List<String> needless, String name, List<String> parts, Function<List<String>, Composition> changed) {
        for (String part : parts) {
            if (!isNoticed(CONTENT.deck().with(name, changed.apply(less(parts, part))))) {
                needless.add(name + " without " + part);
            }
        }
    }

    @Test
    void everyNumberOfTheSettingsMatters() {
        String settings = Objects.requireNonNull(FILES.texts().get("settings.yaml"));
        List<String> needless = new ArrayList<>();
        Matcher numbers = Pattern.compile("(?m)^([a-z0-9-]+): (-?[0-9.]+)").matcher(settings);
        while (numbers.find()) {
            BigDecimal value = new BigDecimal(numbers.group(2));
            BigDecimal step = BigDecimal.ONE.movePointLeft(value.scale());
            for (BigDecimal other : List.of(value.add(step), value.subtract(step))) {
                String changed = settings.substring(0, numbers.start(2)) + other + settings.substring(numbers.end(2));
                CardDeck deck =
                        Content.load(FILES.with("settings.yaml", changed)).deck();
                if (!isNoticed(deck)) {
                    needless.add(numbers.group(1) + ": " + other);
                }
            }
        }
        needless.removeAll(EXEMPT);
        assertThat(needless).as("numbers that no vignette notices").isEmpty();
    }

    @Test
    void everySwitchOfTheSettingsMatters() {
        String settings = Objects.requireNonNull(FILES.texts().get("settings.yaml"));
        for (String name : List.of("as-info-enabled", "cpt-codes-enabled")) {
            String changed = settings.replaceFirst("(?m)^" + name + ": true", name + ": false");
            assertThat(changed).isNotEqualTo(settings);
            Content content = Content.load(FILES.with("settings.yaml", changed));
            VignettePlayer player = new VignettePlayer(content);
            assertThat(PLAYED).as(name).anyMatch(played -> !player.faults(played.vignette())
                    .isEmpty());
        }
    }

    private static List<String> less(List<String> all, String one) {
        return all.stream().filter(name -> !name.equals(one)).toList();
    }

    private static CardDefinition withTier(CardDefinition card, int index, Tier tier) {
        List<Tier> tiers = new ArrayList<>(card.tiers());
        tiers.set(index, tier);
        return withTiers(card, tiers);
    }

    private static CardDefinition withTiers(CardDefinition card, List<Tier> tiers) {
        return new CardDefinition(
                card.id(),
                card.title(),
                card.position(),
                card.showing(),
                card.tierShowing(),
                tiers,
                card.orders(),
                card.words(),
                card.detail(),
                card.suggestions(),
                card.selectionBehavior(),
                card.overrideReasons(),
                card.source(),
                card.links(),
                card.evidence(),
                card.knownLimits(),
                card.review());
    }
}
