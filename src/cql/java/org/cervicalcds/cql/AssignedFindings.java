package org.cervicalcds.cql;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.cql.References.Defined;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.EntriesOfFinding;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.engine.findings.FindingCatalogue;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.Findings;
import org.cervicalcds.engine.findings.OrderFinding;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * Says what the findings are that are read from a chart, the same in both engines, so that what is made of them is compared without a
 * chart for each combination. The entries they rest on are some of a vignette's.
 */
final class AssignedFindings {
    private static final String CHART = "CervicalChart";
    private static final List<String> WITH_ENTRIES = List.of("Conditions", "Orders", "Reports");
    private static final List<String> PARTS = List.of("", " taking unknown for absent");

    private static final List<State> OFTEN_PRESENT = List.of(State.PRESENT, State.PRESENT, State.ABSENT, State.UNKNOWN);
    private static final List<State> OFTEN_ABSENT = List.of(State.ABSENT, State.ABSENT, State.PRESENT, State.UNKNOWN);

    private final Content plain;
    private final Content content;
    private final ReferenceEngine engine;
    private final Set<Defined> definitions;
    private final Map<String, FindingDefinition> read = new LinkedHashMap<>();
    private final Set<Defined> said = new HashSet<>();
    private final Map<String, Finding> assigned = new HashMap<>();
    private final Random random;
    private final Map<String, List<Entry>> open = new HashMap<>();
    private int doubts;

    AssignedFindings(ShippedCql cql, long seed) {
        this.plain = cql.content();
        this.engine = cql.engine();
        this.definitions = cql.translation().definitions().keySet();
        this.random = new Random(seed);
        Map<String, FindingDefinition> all = new LinkedHashMap<>();
        CardDeck deck = plain.deck();
        for (String name : plain.findings().names()) {
            FindingDefinition definition = plain.findings().definition(name);
            boolean made = definition instanceof Composition
                    || definition instanceof EntriesOfFinding
                    || definition instanceof SimpleFindings.OtherCard;
            if (!made && definitions.contains(new Defined(Fidelity.FINDINGS, name, false))) {
                read.put(name, definition);
                parts(name)
                        .map(part -> new Defined(Fidelity.FINDINGS, part, false))
                        .filter(definitions::contains)
                        .forEach(said::add);
                definition = new Assigned(plain.findings().needs(Set.of(name)));
                deck = deck.with(name, definition);
            }
            all.put(name, definition);
        }
        this.content = new Content(
                plain.terminology(),
                plain.settings(),
                new FindingCatalogue(all),
                plain.evidence(),
                deck,
                plain.services(),
                plain.contentHashes(),
                plain.hashes(),
                plain.signOffs(),
                plain.translations(),
                plain.text(),
                plain.files());
    }

    /** A finding that is what it was said to be. */
    private final class Assigned implements FindingDefinition {
        private final Set<Need> needs;

        Assigned(Set<Need> needs) {
            this.needs = needs;
        }

        @Override
        public Finding read(String name, Findings findings) {
            Finding finding = assigned.getOrDefault(name, new Finding.Absent(name));
            return finding.isPresent() && read.get(name) instanceof OrderFinding
                    ? withOrdersOf(findings.chart(), finding)
                    : finding;
        }

        /** Of two cards about one order one is decided again for a chart without that order. */
        private static Finding withOrdersOf(Chart chart, Finding finding) {
            List<String> said =
                    finding.evidence().stream().map(Entry::reference).toList();
            List<Entry> left = Stream.<Entry>concat(chart.drafts().stream(), chart.recordedOrders().stream())
                    .filter(order -> said.contains(order.reference()))
                    .toList();
            return left.isEmpty() ? new Finding.Absent(finding.name()) : new Finding.Present(finding.name(), left);
        }

        @Override
        public Set<Need> needs() {
            return needs;
        }

        @Override
        public Set<String> uses() {
            return Set.of();
        }
    }

    /** The content with these findings in place of those that are read. */
    Content content() {
        return content;
    }

    /** Whether it says what a definition gives. */
    boolean says(Defined definition) {
        return said.contains(definition);
    }

    /**
     * Says what makes a finding present, absent or unknown, of some others anything, and that the rest is absent.
     *
     * @param chart the findings rest on entries of it
     */
    void assign(Chart chart, String finding) {
        assign(chart, Map.of(finding, any(OFTEN_PRESENT)));
    }

    /** The same for what a tier asks for. */
    void assign(Chart chart, CardDefinition card, CardDefinition.Tier tier, String hook) {
        assign(chart, goals(card, tier, hook));
    }

    /** What a tier asks for, or all of it but one; sometimes also what closes a gate, makes a suggestion, lets other cards speak. */
    private Map<String, State> goals(CardDefinition card, CardDefinition.Tier tier, String hook) {
        Map<String, State> goals = new LinkedHashMap<>();
        for (int others = any(List.of(0, 0, 0, 1, 3, 5)); others > 0; others--) {
            CardDefinition other = any(List.copyOf(plain.deck().definitions()));
            List<CardDefinition.Tier> shown = other.tiers().stream()
                    .filter(one -> one.hooks().contains(hook))
                    .toList();
            if (!shown.isEmpty()) {
                ask(random.nextInt(3) == 0 ? shown.get(0) : any(shown), goals);
            }
        }
        ask(tier, goals);
        if (!card.suggestions().isEmpty() && random.nextBoolean()) {
            CardDefinition.SuggestionDefinition suggestion = any(card.suggestions());
            suggestion.unless().forEach(name -> goals.put(name, any(OFTEN_ABSENT)));
            suggestion.when().forEach(name -> goals.put(name, any(OFTEN_PRESENT)));
        }
        List<Gate> gates = plain.deck().gatesOf(card);
        if (!gates.isEmpty() && random.nextInt(4) == 0) {
            Gate gate = any(gates);
            gate.unless().forEach(name -> goals.put(name, State.ABSENT));
            gate.when().forEach(name -> goals.put(name, State.PRESENT));
        }
        if (random.nextBoolean()) {
            List<String> parts = new ArrayList<>(tier.when());
            parts.addAll(tier.unless());
            goals.put(any(parts), any(List.of(State.values())));
        }
        return goals;
    }

    private static void ask(CardDefinition.Tier tier, Map<String, State> goals) {
        tier.unless().forEach(name -> goals.put(name, State.ABSENT));
        tier.when().forEach(name -> goals.put(name, State.PRESENT));
    }

    private void assign(Chart chart, Map<String, State> goals) {
        assigned.clear();
        open.clear();
        // Of ten absences so many are not certain.
        doubts = any(List.of(0, 0, 3, 8));
        goals.forEach((name, state) -> aim(name, state, chart));
        List<String> others = goals.keySet().stream()
                .flatMap(name -> plain.findings().closure(Set.of(name)).stream())
                .filter(read::containsKey)
                .distinct()
                .toList();
        for (int flips = others.isEmpty() ? 0 : random.nextInt(4); flips > 0; flips--) {
            say(any(others), any(List.of(State.values())), chart);
        }
    }

    /** Whether CQL is not told of some finding what the service is. */
    boolean isSomeOpen() {
        return !open.isEmpty();
    }

    /** What a finding is to be. */
    enum State {
        PRESENT,
        ABSENT,
        UNKNOWN,
        /** CQL cannot read the words that it rests on, and the service may. */
        OPEN,
        /** Some of its entries are certain, and CQL cannot read another. */
        PRESENT_AND_OPEN
    }

    private void aim(String name, State state, Chart chart) {
        FindingDefinition definition = plain.findings().definition(name);
        if (read.containsKey(name)) {
            say(name, state, chart);
        } else if (definition instanceof SimpleFindings.OtherCard other && state == State.PRESENT) {
            CardDefinition card = plain.deck().card(other.card());
            if (card != null) {
                CardDefinition.Tier tier = any(card.tiers());
                tier.unless().forEach(part -> aim(part, State.ABSENT, chart));
                tier.when().forEach(part -> aim(part, State.PRESENT, chart));
            }
        } else if (definition instanceof EntriesOfFinding some) {
            aim(some.of(), state, chart);
        } else if (definition instanceof Composition whole) {
            List<String> needed = new ArrayList<>(whole.allOf());
            needed.addAll(whole.given());
            List<String> some = new ArrayList<>(whole.someOf());
            Collections.shuffle(some, random);
            int least = Math.min(whole.atLeast(), some.size());
            needed.addAll(some.subList(0, least));
            if (state == State.PRESENT && random.nextInt(3) == 0 && some.size() > least) {
                aim(some.get(least), any(List.of(State.values())), chart);
            }
            // Where it is not to be present one part decides.
            String one = state == State.PRESENT
                    ? ""
                    : any(Stream.concat(needed.stream(), whole.noneOf().stream())
                            .toList());
            for (String part : whole.noneOf()) {
                if (!part.equals(one)) {
                    aim(part, random.nextInt(10) < doubts ? State.UNKNOWN : State.ABSENT, chart);
                }
            }
            needed.stream().filter(part -> !part.equals(one)).forEach(part -> aim(part, State.PRESENT, chart));
            if (!one.isEmpty()) {
                boolean opposite = state == State.ABSENT && whole.noneOf().contains(one);
                aim(one, opposite ? State.PRESENT : state, chart);
            }
        }
    }

    private void say(String name, State state, Chart chart) {
        List<Entry> entries = entries(name, chart);
        if (entries.isEmpty() && read.get(name) instanceof OrderFinding) {
            return;
        }
        boolean mayBeOpen = Stream.of(" open entries", " judged")
                .anyMatch(part -> definitions.contains(new Defined(Fidelity.FINDINGS, name + part, false)));
        open.remove(name);
        assigned.put(
                name,
                switch (state) {
                    case PRESENT -> new Finding.Present(name, entries);
                    case ABSENT -> new Finding.Absent(name);
                    case UNKNOWN -> new Finding.Unknown(name, "said to be");
                    case OPEN -> {
                        if (mayBeOpen) {
                            open.put(name, entries);
                        }
                        yield random.nextBoolean() ? new Finding.Present(name, entries) : new Finding.Absent(name);
                    }
                    case PRESENT_AND_OPEN -> {
                        if (mayBeOpen && entries.size() > 1) {
                            open.put(name, entries.subList(1, entries.size()));
                        }
                        yield new Finding.Present(name, entries);
                    }
                });
    }

    private List<Entry> entries(String name, Chart chart) {
        List<? extends Entry> pool =
                read.get(name) instanceof OrderFinding ? orders(chart) : conditionsAndReports(chart);
        List<Entry> some = new ArrayList<>();
        for (int i = 0; i < 2 && !pool.isEmpty(); i++) {
            Entry entry = any(pool);
            if (some.stream().noneMatch(other -> other.reference().equals(entry.reference()))) {
                some.add(entry);
            }
        }
        return some;
    }

    /** The orders that start the call: which of two cards about one order speaks is told for these only. */
    private List<Order> orders(Chart chart) {
        if (chart.scope().orders() != Hook.Orders.RECORDED) {
            return chart.drafts().stream()
                    .filter(order -> order.selected() && order.isAccepted())
                    .toList();
        }
        Instant earliest =
                chart.now().minus(Duration.ofDays(plain.deck().rules().activeOrderDays()));
        return chart.recordedOrders().stream()
                .filter(order -> order.status().equals("active") && order.isAccepted())
                .filter(order -> order.event() != null
                        && !order.event().future()
                        && order.event().within(earliest))
                .toList();
    }

    /** How many orders start the call. */
    int ordersOf(Chart chart) {
        return orders(chart).size();
    }

    /** No finding with a date rests on what is still to come. */
    private static List<Entry> conditionsAndReports(Chart chart) {
        return Stream.<Entry>concat(chart.conditions().stream(), chart.reports().stream())
                .filter(entry -> entry.event() == null || !entry.event().future())
                .toList();
    }

    private <T> T any(List<? extends T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Stream<String> parts(String finding) {
        return PARTS.stream()
                .flatMap(part ->
                        Stream.of(finding + part, finding + part + " entries", finding + part + " open entries"));
    }

    /** Says the same to an engine of CQL, which has begun with the vignette that the entries are of. */
    void say(CqlEngine running, HookCall call, ZonedDateTime now) {
        Map<String, Object> entries = new HashMap<>();
        engine.evaluate(running, CHART, WITH_ENTRIES, call, now).values().forEach(list -> {
            if (list instanceof Iterable<?> all) {
                all.forEach(one -> {
                    if (one instanceof Tuple tuple && tuple.getElements().get("entry") instanceof Tuple entry) {
                        entries.putIfAbsent(String.valueOf(entry.getElements().get("ref")), entry);
                    }
                });
            }
        });
        for (String name : read.keySet()) {
            Finding finding = assigned.getOrDefault(name, new Finding.Absent(name));
            List<Entry> unread = open.getOrDefault(name, List.of());
            List<Entry> sure = finding.evidence().stream()
                    .filter(entry -> !unread.contains(entry))
                    .toList();
            boolean isOpen = finding instanceof Finding.Unknown || open.containsKey(name) && sure.isEmpty();
            Boolean value = isOpen ? null : Boolean.valueOf(finding.isPresent());
            PARTS.forEach(part -> {
                put(running, name + part, value);
                put(running, name + part + " entries", tuples(sure, entries));
                put(running, name + part + " open entries", tuples(unread, entries));
            });
        }
    }

    private static List<Object> tuples(List<Entry> some, Map<String, Object> entries) {
        return some.stream().map(entry -> entries.get(entry.reference())).toList();
    }

    private void put(CqlEngine running, String name, @Nullable Object value) {
        Defined defined = new Defined(Fidelity.FINDINGS, name, false);
        if (definitions.contains(defined)) {
            engine.say(running, defined, value);
        }
    }
}
