package org.cervicalcds.export.findings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.findings.Composition;
import org.cervicalcds.engine.findings.ConditionFinding;
import org.cervicalcds.engine.findings.ConditionTextFinding;
import org.cervicalcds.engine.findings.EntriesOfFinding;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.ObservationFinding;
import org.cervicalcds.engine.findings.OrderFinding;
import org.cervicalcds.engine.findings.ReportFinding;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.engine.findings.TreatmentFinding;
import org.cervicalcds.engine.findings.WeightLoss;
import org.cervicalcds.engine.findings.drugs.DrugCourse;
import org.cervicalcds.engine.findings.drugs.DrugStart;
import org.cervicalcds.engine.findings.drugs.MedicationFinding;
import org.cervicalcds.engine.findings.images.ImageClear;
import org.cervicalcds.engine.findings.images.ImageDanger;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.Phrases;

/** What is exported of the findings: which ones, how they hang together, and in which library each is defined. */
public final class Findings {
    private final Content content;
    private final Set<String> exported;
    private final Set<String> ofCards;
    private final Set<String> withEntries;
    private final Set<String> open;
    private final Set<String> needed;
    private final Set<String> assumed;

    /** Those that decide the cards and the gates, with all they are made of. */
    public Findings(Content content, List<CardDefinition> cards) {
        this.content = content;
        Set<String> named = new LinkedHashSet<>();
        Set<String> assuming = new LinkedHashSet<>();
        for (CardDefinition card : cards) {
            for (CardDefinition.Tier tier : card.tiers()) {
                named.addAll(tier.when());
                named.addAll(tier.unless());
                if (tier.assumesAbsent()) {
                    assuming.addAll(tier.when());
                }
            }
            boolean assumes = card.tiers().stream().anyMatch(CardDefinition.Tier::assumesAbsent);
            card.suggestions().forEach(suggestion -> {
                named.addAll(suggestion.when());
                named.addAll(suggestion.unless());
                if (assumes) {
                    assuming.addAll(suggestion.when());
                    assuming.addAll(suggestion.unless());
                }
            });
            for (Gate gate : content.deck().gatesOf(card)) {
                named.addAll(gate.when());
                named.addAll(gate.unless());
            }
        }
        Set<String> reached = content.findings().closure(named);
        this.exported = content.findings().names().stream()
                .filter(reached::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.ofCards = closed(name -> definition(name) instanceof SimpleFindings.OtherCard, this::uses);
        this.withEntries = closed(
                name -> !(definition(name) instanceof Composition)
                        && !(definition(name) instanceof EntriesOfFinding)
                        && !isPlain(definition(name)),
                this::evidenceParts);
        this.open = closed(this::readsWords, this::evidenceUsed);
        this.needed = neededAsEvidence();
        this.assumed = assumed(assuming);
    }

    private FindingDefinition definition(String name) {
        return content.findings().definition(name);
    }

    /** All of whom something holds, or that are made of such in some way. */
    private Set<String> closed(Predicate<String> holds, Function<String, Set<String>> madeOf) {
        Set<String> all = new HashSet<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (String name : exported) {
                if (!all.contains(name)
                        && (holds.test(name) || madeOf.apply(name).stream().anyMatch(all::contains))) {
                    grew = all.add(name);
                }
            }
        }
        return all;
    }

    private Set<String> uses(String name) {
        return definition(name).uses();
    }

    /** The parts whose entries become its own. */
    private Set<String> evidenceParts(String name) {
        FindingDefinition definition = definition(name);
        if (definition instanceof Composition composition) {
            Set<String> parts = new HashSet<>(composition.allOf());
            parts.addAll(composition.someOf());
            return parts;
        }
        return definition instanceof EntriesOfFinding entries ? Set.of(entries.of()) : Set.of();
    }

    /** The same, and the findings whose entries its own must be, or must not be. */
    private Set<String> evidenceUsed(String name) {
        FindingDefinition definition = definition(name);
        Set<String> used = new HashSet<>(evidenceParts(name));
        if (definition instanceof ConditionFinding condition) {
            used.addAll(condition.notAmong());
            used.addAll(condition.rule().among());
        } else if (definition instanceof OrderFinding order) {
            used.addAll(order.notAmong());
            if (order.among() != null) {
                used.add(order.among());
            }
        } else if (definition instanceof ReportFinding report && report.among() != null) {
            used.add(report.among());
        }
        return used;
    }

    private static boolean isPlain(FindingDefinition definition) {
        return definition instanceof SimpleFindings.Age
                || definition instanceof SimpleFindings.PatientState
                || definition instanceof SimpleFindings.OnHook
                || definition instanceof SimpleFindings.Setting
                || definition instanceof SimpleFindings.OtherCard;
    }

    private boolean readsWords(String name) {
        FindingDefinition definition = definition(name);
        if (definition instanceof ConditionFinding condition) {
            return condition.rule().text() != null || condition.rule().withoutText() != null;
        }
        if (definition instanceof ReportFinding report) {
            return report.text() != null || report.withoutText() != null;
        }
        if (definition instanceof OrderFinding order) {
            return order.text() != null
                    || order.withoutText() != null
                    || order.reason().text() != null
                    || order.performer().text() != null
                    || !order.performer().sets().isEmpty();
        }
        if (definition instanceof TreatmentFinding treatment) {
            return treatment.purpose() != null;
        }
        return definition instanceof ConditionTextFinding
                || definition instanceof ImageDanger
                || definition instanceof ImageClear
                || (definition instanceof MedicationFinding medication && medication.orNamed() != null);
    }

    /** The findings whose entries some other finding looks at. */
    private Set<String> neededAsEvidence() {
        Set<String> all = new HashSet<>();
        List<String> next = new ArrayList<>();
        for (String name : exported) {
            if (!(definition(name) instanceof Composition)) {
                next.addAll(uses(name));
            }
        }
        while (!next.isEmpty()) {
            String name = next.remove(next.size() - 1);
            if (exported.contains(name) && all.add(name)) {
                next.addAll(evidenceParts(name));
            }
        }
        return all;
    }

    /** The findings that read otherwise where what is unknown counts as absent, as far as a tier reads them so. */
    private Set<String> assumed(Set<String> tiers) {
        Set<String> differing = closed(
                name -> definition(name) instanceof Composition composition
                        && !composition.noneOf().isEmpty(),
                this::read);
        Set<String> wanted = new HashSet<>();
        List<String> next = new ArrayList<>(tiers);
        while (!next.isEmpty()) {
            String name = next.remove(next.size() - 1);
            if (differing.contains(name) && wanted.add(name)) {
                next.addAll(read(name));
            }
        }
        return wanted;
    }

    /** The parts that it reads in the same way as itself. */
    private Set<String> read(String name) {
        FindingDefinition definition = definition(name);
        if (definition instanceof Composition composition) {
            Set<String> parts = new HashSet<>(composition.allOf());
            parts.addAll(composition.given());
            parts.addAll(composition.someOf());
            return parts;
        }
        return definition instanceof EntriesOfFinding entries ? Set.of(entries.of()) : Set.of();
    }

    Set<String> exported() {
        return exported;
    }

    /** Says that it rests on another card, so that it is defined where a card asks for it. */
    public boolean isOfCards(String name) {
        return ofCards.contains(name);
    }

    public Evidence evidence() {
        return new Evidence(withEntries, open);
    }

    public Set<String> assumed() {
        return assumed;
    }

    /** What a finding is made of before itself: the translator wants no more, and people read it so. */
    private Set<String> inOrder() {
        Set<String> ordered = new LinkedHashSet<>();
        exported.forEach(name -> inOrder(name, ordered));
        return ordered;
    }

    private void inOrder(String name, Set<String> ordered) {
        if (!ordered.contains(name)) {
            uses(name).stream().sorted().filter(exported::contains).forEach(part -> inOrder(part, ordered));
            ordered.add(name);
        }
    }

    /** The CQL of all that do not rest on another card, in the order of the content; to each its extent. */
    public List<Written> write(Codes codes, Phrases phrases, Map<String, Extent> extents) {
        Evidence evidence = evidence();
        ConditionCql conditions = new ConditionCql(codes, phrases, evidence);
        ObservationCql observations = new ObservationCql(codes);
        ReportCql reports = new ReportCql(content.text().imageReports(), codes, phrases, evidence);
        OrderCql orders = new OrderCql(codes, phrases, evidence);
        DrugCql drugs = new DrugCql(codes, phrases, evidence);
        CompositionCql compositions = new CompositionCql(evidence, assumed, name -> false);
        List<Written> all = new ArrayList<>();
        for (String name : inOrder()) {
            if (isOfCards(name)) {
                extents.put(name, Extent.GENERATED);
                continue;
            }
            var text = content.text().findings().get(name);
            FindingDefinition definition = definition(name);
            if (text == null) {
                throw new IllegalStateException(name);
            }
            Written written;
            if (definition instanceof ConditionFinding condition) {
                written = conditions.write(name, condition, text);
            } else if (definition instanceof ConditionTextFinding condition) {
                written = conditions.write(name, condition, text);
            } else if (definition instanceof ObservationFinding observation) {
                written = observations.write(name, observation);
            } else if (definition instanceof WeightLoss loss) {
                written = observations.write(name, loss);
            } else if (definition instanceof ReportFinding report) {
                written = reports.write(name, report, text);
            } else if (definition instanceof ImageDanger danger) {
                written = reports.write(name, danger);
            } else if (definition instanceof ImageClear clear) {
                written = reports.write(name, clear);
            } else if (definition instanceof OrderFinding order) {
                written = orders.write(name, order, text);
            } else if (definition instanceof MedicationFinding medication) {
                written = drugs.write(name, medication, text);
            } else if (definition instanceof DrugCourse course) {
                written = drugs.write(name, course);
            } else if (definition instanceof DrugStart start) {
                written = drugs.write(name, start);
            } else if (definition instanceof TreatmentFinding treatment) {
                written = drugs.write(name, treatment, text);
            } else if (definition instanceof Composition composition) {
                written = compositions.write(name, composition, needed.contains(name) && withEntries.contains(name));
            } else if (definition instanceof EntriesOfFinding entries) {
                Set<String> needs = new TreeSet<>();
                content.findings().needs(Set.of(entries.of())).forEach(need -> needs.add(need.key()));
                written = compositions.write(name, entries, needs);
            } else {
                written = PlainCql.write(name, definition);
            }
            extents.put(name, written.extent());
            all.add(said(written, name, text));
        }
        List<Written> with = new ArrayList<>();
        with.add(new Written(Extent.GENERATED, conditions.firstDates(), false));
        with.addAll(all);
        return with;
    }

    /** Puts what the finding means above its first definition. */
    private Written said(Written written, String name, FindingText text) {
        List<String> comments = new ArrayList<>();
        comments.add(name + (text.means() == null ? "" : ": " + text.means()));
        switch (written.extent()) {
            case GENERATED -> {}
            case WORDS_OPEN -> comments.add("Null where a report holds more than CQL reads of it.");
            case NOT_EVALUATED ->
                comments.add(
                        "Not evaluated: what a report of an image says is not judged in CQL; null where its words could decide.");
        }
        List<Definition> definitions = new ArrayList<>(written.definitions());
        definitions.set(0, definitions.get(0).saying(comments));
        return new Written(written.extent(), definitions, written.open());
    }

    /** The needs of a list of findings, by key. */
    Set<String> needs(Set<String> names) {
        return content.findings().needs(names).stream().map(Need::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
