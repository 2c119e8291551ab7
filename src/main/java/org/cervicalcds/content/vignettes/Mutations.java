package org.cervicalcds.content.vignettes;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.jspecify.annotations.Nullable;

/**
 * What no vignette notices: each line and tier of a card, each part of its findings is taken away, each of its numbers is moved by the smallest
 * step, and the vignettes are played again. Uses all processors; some seconds to a minute a card.
 */
public final class Mutations {
    private static final Pattern NUMBER = Pattern.compile("(?m)^([a-z0-9-]+): (-?[0-9.]+)");

    private final Content content;
    private final VignettePlayer player;
    private final List<VignetteChart> sound;

    /** In which vignettes each finding is read, and as what: what is taken from a finding that nobody reads is not noticed. */
    private final Map<String, Map<VignetteChart, Set<State>>> read;

    private record VignetteChart(Vignette vignette, Chart chart) {}

    private enum State {
        PRESENT,
        ABSENT,
        UNKNOWN
    }

    /**
     * Something that is changed.
     *
     * @param name as it is told where nothing notices
     * @param deck with the change
     * @param where the vignettes that may notice
     */
    private record Mutation(String name, Supplier<CardDeck> deck, Collection<VignetteChart> where) {}

    /** Reads as the definition does, and keeps what came of it. */
    private record Watched(FindingDefinition definition, Map<String, Set<State>> kept) implements FindingDefinition {
        @Override
        public Finding read(String name, Findings findings) {
            return keep(name, definition.read(name, findings));
        }

        @Override
        public Finding assumed(String name, Findings assuming, Findings sure) {
            return keep(name, definition.assumed(name, assuming, sure));
        }

        private Finding keep(String name, Finding finding) {
            State state = finding.isPresent() ? State.PRESENT : finding.isAbsent() ? State.ABSENT : State.UNKNOWN;
            kept.computeIfAbsent(name, n -> EnumSet.noneOf(State.class)).add(state);
            return finding;
        }

        @Override
        public Set<Need> needs() {
            return definition.needs();
        }

        @Override
        public @Nullable Duration lookBack() {
            return definition.lookBack();
        }

        @Override
        public Set<String> uses() {
            return definition.uses();
        }
    }

    /**
     * @param vignettes those that do not hold as it is are left out
     */
    public Mutations(Content content, List<Vignette> vignettes) {
        this.content = content;
        this.player = new VignettePlayer(content);
        this.sound = vignettes.stream()
                .map(vignette -> new VignetteChart(vignette, player.chart(vignette)))
                .filter(played -> holds(played, content.deck()))
                .toList();
        this.read = read();
    }

    private boolean holds(VignetteChart played, CardDeck deck) {
        return player.faults(played.vignette(), played.chart(), deck).isEmpty();
    }

    private Map<String, Map<VignetteChart, Set<State>>> read() {
        Map<String, Set<State>> kept = new HashMap<>();
        CardDeck watched = content.deck();
        for (String name : content.findings().names()) {
            watched = watched.with(name, new Watched(content.findings().definition(name), kept));
        }
        Map<String, Map<VignetteChart, Set<State>>> all = new HashMap<>();
        for (VignetteChart played : sound) {
            kept.clear();
            holds(played, watched);
            kept.forEach((name, states) ->
                    all.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(played, EnumSet.copyOf(states)));
        }
        return all;
    }

    /** The vignettes in which it is read as something else than this. */
    private List<VignetteChart> wherever(String finding, State unlike) {
        return read.getOrDefault(finding, Map.of()).entrySet().stream()
                .filter(reading -> !reading.getValue().equals(EnumSet.of(unlike)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isRead(String finding, VignetteChart played) {
        return read.getOrDefault(finding, Map.of()).containsKey(played);
    }

    private static Mutation mutation(String name, CardDeck deck, Collection<VignetteChart> where) {
        return new Mutation(name, () -> deck, where);
    }

    private List<String> unnoticed(List<Mutation> mutations) {
        return mutations.parallelStream()
                .filter(this::isUnnoticed)
                .map(Mutation::name)
                .distinct()
                .sorted()
                .toList();
    }

    private boolean isUnnoticed(Mutation mutation) {
        CardDeck deck = mutation.deck().get();
        return mutation.where().stream().allMatch(played -> holds(played, deck));
    }

    /** Lines of tiers ({@code when} and {@code unless}) of these cards that no vignette needs. */
    public List<String> lines(Collection<CardDefinition> cards) {
        List<Mutation> mutations = new ArrayList<>();
        for (CardDefinition card : cards) {
            for (int i = 0; card.on() && i < card.tiers().size(); i++) {
                Tier tier = card.tiers().get(i);
                String name = card.id() + " tiers[" + i + "].";
                for (String line : tier.when()) {
                    Tier without = tier.asking(less(tier.when(), line), tier.unless());
                    mutations.add(
                            mutation(name + "when " + line, with(card, i, without), wherever(line, State.PRESENT)));
                }
                for (String line : tier.unless()) {
                    Tier without = tier.asking(tier.when(), less(tier.unless(), line));
                    mutations.add(
                            mutation(name + "unless " + line, with(card, i, without), wherever(line, State.ABSENT)));
                }
            }
        }
        return unnoticed(mutations);
    }

    /** Tiers of these cards that no vignette needs. */
    public List<String> tiers(Collection<CardDefinition> cards) {
        List<Mutation> mutations = new ArrayList<>();
        for (CardDefinition card : cards) {
            for (int i = 0;
                    card.on() && card.tiers().size() > 1 && i < card.tiers().size();
                    i++) {
                List<Tier> fewer = new ArrayList<>(card.tiers());
                Tier tier = fewer.remove(i);
                mutations.add(mutation(
                        card.id() + " tiers[" + i + "]",
                        content.deck().with(card.with(fewer)),
                        sound.stream()
                                .filter(played -> tier.when().stream().allMatch(line -> isRead(line, played)))
                                .toList()));
            }
        }
        return unnoticed(mutations);
    }

    /** Parts of the composed findings of these cards that no vignette needs. */
    public List<String> parts(Collection<CardDefinition> cards) {
        List<Mutation> mutations = new ArrayList<>();
        for (String name : findingsOf(cards)) {
            if (content.findings().definition(name) instanceof Composition of) {
                collect(
                        mutations,
                        name,
                        of.allOf(),
                        null,
                        l -> new Composition(l, of.given(), of.someOf(), of.atLeast(), of.noneOf()));
                collect(
                        mutations,
                        name,
                        of.given(),
                        State.PRESENT,
                        l -> new Composition(of.allOf(), l, of.someOf(), of.atLeast(), of.noneOf()));
                collect(
                        mutations,
                        name,
                        of.someOf(),
                        of.someOf().size() > 1 ? State.ABSENT : null,
                        l -> new Composition(of.allOf(), of.given(), l, of.atLeast(), of.noneOf()));
                collect(
                        mutations,
                        name,
                        of.noneOf(),
                        State.ABSENT,
                        l -> new Composition(of.allOf(), of.given(), of.someOf(), of.atLeast(), l));
            }
        }
        return unnoticed(mutations);
    }

    /** @param neutral what a part is where nothing changes without it; null where something may change whatever it is */
    private void collect(
            List<Mutation> mutations,
            String name,
            List<String> parts,
            @Nullable State neutral,
            Function<List<String>, Composition> changed) {
        for (String part : parts) {
            Collection<VignetteChart> where =
                    neutral == null ? read.getOrDefault(part, Map.of()).keySet() : wherever(part, neutral);
            mutations.add(mutation(
                    name + " without " + part,
                    content.deck().with(name, changed.apply(less(parts, part))),
                    where.stream().filter(played -> isRead(name, played)).toList()));
        }
    }

    /** Numbers of the settings, each a step up and down, that these cards are read with and no vignette notices. */
    public List<String> numbers(Collection<CardDefinition> cards) {
        Set<String> wanted = settingsOf(cards);
        ContentFiles files = content.files();
        List<Mutation> mutations = new ArrayList<>();
        Map<String, ContentFiles> builtInto = new HashMap<>();
        for (boolean ofSite : new boolean[] {false, true}) {
            String settings = (ofSite ? files.overlay() : files.texts()).getOrDefault("settings.yaml", "");
            Matcher numbers = NUMBER.matcher(settings);
            while (numbers.find()) {
                String name = numbers.group(1);
                boolean overlaid = !ofSite
                        && files.overlay().getOrDefault("settings.yaml", "").matches("(?ms).*^" + name + ":.*");
                if (!wanted.contains(name) || overlaid) {
                    continue;
                }
                BigDecimal value = new BigDecimal(numbers.group(2));
                BigDecimal step = BigDecimal.ONE.movePointLeft(value.scale());
                for (BigDecimal other : List.of(value.add(step), value.subtract(step))) {
                    String changed =
                            settings.substring(0, numbers.start(2)) + other + settings.substring(numbers.end(2));
                    ContentFiles moved = ofSite
                            ? files.withOverlaid("settings.yaml", changed)
                            : files.with("settings.yaml", changed);
                    mutations.add(new Mutation(
                            name + ": " + other, () -> Content.load(moved).deck(), likelyFirst(name)));
                    if (!isReadByFindings(name)) {
                        builtInto.put(name + ": " + other, moved);
                    }
                }
            }
        }
        return unnoticed(mutations).stream()
                .filter(name -> {
                    ContentFiles moved = builtInto.get(name);
                    return moved == null || isUnnoticedWhenReadAnew(moved);
                })
                .toList();
    }

    private boolean isReadByFindings(String setting) {
        return content.text().findings().values().stream()
                .anyMatch(finding -> finding.settings().contains(setting));
    }

    /** For numbers that a chart is built by: the requests are read anew, too. */
    private boolean isUnnoticedWhenReadAnew(ContentFiles moved) {
        VignettePlayer anew = new VignettePlayer(Content.load(moved));
        return sound.stream().allMatch(played -> anew.faults(played.vignette()).isEmpty());
    }

    /** All vignettes, those first that read a finding which names the setting. */
    private Collection<VignetteChart> likelyFirst(String setting) {
        Set<VignetteChart> where = new LinkedHashSet<>();
        for (FindingText finding : content.text().findings().values()) {
            if (finding.settings().contains(setting)) {
                where.addAll(read.getOrDefault(finding.name(), Map.of()).keySet());
            }
        }
        where.addAll(sound);
        return where;
    }

    private Set<String> findingsOf(Collection<CardDefinition> cards) {
        Set<String> findings = new LinkedHashSet<>();
        for (CardDefinition card : cards) {
            if (card.on()) {
                findings.addAll(CardDeck.findingsOf(card));
                content.deck().gatesOf(card).forEach(gate -> {
                    findings.addAll(gate.when());
                    findings.addAll(gate.unless());
                });
            }
        }
        return content.findings().closure(findings);
    }

    private Set<String> settingsOf(Collection<CardDefinition> cards) {
        Set<String> settings = new HashSet<>();
        if (cards.containsAll(content.deck().definitions())) {
            NUMBER.matcher(content.files().texts().getOrDefault("settings.yaml", ""))
                    .results()
                    .forEach(number -> settings.add(number.group(1)));
        }
        for (String name : findingsOf(cards)) {
            FindingText finding = content.text().findings().get(name);
            if (finding != null) {
                settings.addAll(finding.settings());
            }
        }
        return settings;
    }

    private CardDeck with(CardDefinition card, int index, Tier tier) {
        List<Tier> tiers = new ArrayList<>(card.tiers());
        tiers.set(index, tier);
        return content.deck().with(card.with(tiers));
    }

    private static List<String> less(List<String> all, String one) {
        return all.stream().filter(name -> !name.equals(one)).toList();
    }
}
