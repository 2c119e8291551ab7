package org.cervicalcds.engine.chart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Report;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a record in the order in which they became known, for views of it one after another: an entry is settled anew only while
 * something about it still changes with time, and what did not change since the last view is shared with it. Views in the order of time
 * cost least.
 */
final class Timeline {
    private static final Instant ALWAYS = Instant.MIN;
    private static final Instant FOREVER = Instant.MAX;

    private final int valueSets;
    private final Layer<Condition> conditions = new Layer<>();
    private final Layer<Observation> observations = new Layer<>();
    private final Layer<Report> reports = new Layer<>();
    private final Layer<Order> orders = new Layer<>();
    private final Layer<MedicationUse> medications = new Layer<>();

    /** In the order in which they became known. */
    private final List<Item<?>> items = new ArrayList<>();

    /** In the order of the record: their codes are all of systems that are not known here. */
    private final List<Item<?>> ofUnknownSystems = new ArrayList<>();

    /** So many of the items are known. */
    private int known;

    /** Items that are known and still change. */
    private final List<Item<?>> open = new ArrayList<>();

    private Instant last = ALWAYS;

    /** Known conditions with a code of a system that is known here. */
    private int codedConditions;

    /** Some item was settled that is not read to its end. */
    private boolean anyLongText;

    /** Settles an entry as of a time. */
    interface Settling {
        Entry settled(ReadEntry read);

        /** Says that nothing but its abatement can change it any more. */
        boolean isFinal(ReadEntry read, Entry settled);
    }

    /** Entries of one kind, in the order of the record. */
    private static final class Layer<E extends Entry> {
        private final List<Item<E>> items = new ArrayList<>();
        private @Nullable EntryIndex<E> index;

        EntryIndex<E> index(int valueSets) {
            EntryIndex<E> made = index;
            if (made == null) {
                made = indexWithout(valueSets, Set.of());
                index = made;
            }
            return made;
        }

        boolean holds(Set<String> keys) {
            for (Item<E> item : items) {
                if (item.now != null && item.isReplaced(keys)) {
                    return true;
                }
            }
            return false;
        }

        EntryIndex<E> indexWithout(int valueSets, Set<String> replaced) {
            EntryIndex<E> made = new EntryIndex<>(valueSets);
            for (Item<E> item : items) {
                E entry = item.now;
                if (entry != null && !item.isReplaced(replaced)) {
                    made.put(entry, ChartEntries.sets(entry));
                }
            }
            return made;
        }
    }

    /** An entry and what it is in the view that was taken last: null where it was not known. */
    private static final class Item<E extends Entry> {
        private final ReadEntry read;
        private final Class<E> kind;
        private final Layer<E> layer;
        private final Instant knownFrom;
        private @Nullable E now;

        /** What it was when it was settled last, and for which views that holds: up to the second instant, which is not one of them. */
        private @Nullable E settled;

        private Instant from = FOREVER;
        private Instant until = ALWAYS;

        Item(ReadEntry read, Class<E> kind, Layer<E> layer, Instant knownFrom) {
            this.read = read;
            this.kind = kind;
            this.layer = layer;
            this.knownFrom = knownFrom;
            layer.items.add(this);
        }

        boolean isSettledFor(Instant at) {
            return settled != null && !at.isBefore(from) && at.isBefore(until);
        }

        void settle(Instant at, Settling settling) {
            E entry = kind.cast(settling.settled(read));
            settled = entry;
            from = at;
            until = settling.isFinal(read, entry) ? nextTurn(at) : at;
        }

        private Instant nextTurn(Instant at) {
            PartialDate abatement = read.entry() instanceof Condition condition ? condition.abatement() : null;
            return abatement != null && abatement.latest().isAfter(at) ? abatement.latest() : FOREVER;
        }

        /** Takes it into the view of a time. */
        void show(Instant at, Settling settling) {
            if (!isSettledFor(at)) {
                settle(at, settling);
            }
            if (settled != now) {
                now = settled;
                layer.index = null;
            }
        }

        void hide() {
            now = null;
            layer.index = null;
        }

        boolean isOpen() {
            return until.isBefore(FOREVER);
        }

        boolean isReplaced(Set<String> keys) {
            return !keys.isEmpty() && read.isRecordedOrder() && keys.contains(read.key());
        }
    }

    /**
     * @param recorded what the record holds, each once and all of one patient, without drafts
     * @param knownFrom when each became known
     */
    Timeline(int valueSets, List<ReadEntry> recorded, Function<ReadEntry, Instant> knownFrom) {
        this.valueSets = valueSets;
        for (ReadEntry read : recorded) {
            Item<?> item = item(read, knownFrom.apply(read));
            items.add(item);
            if (read.entry().code().isOfUnknownSystems()) {
                ofUnknownSystems.add(item);
            }
        }
        items.sort(Comparator.comparing(item -> item.knownFrom));
    }

    private Item<?> item(ReadEntry read, Instant knownFrom) {
        Entry entry = read.entry();
        if (entry instanceof Condition) {
            return new Item<>(read, Condition.class, conditions, knownFrom);
        } else if (entry instanceof Observation) {
            return new Item<>(read, Observation.class, observations, knownFrom);
        } else if (entry instanceof Report) {
            return new Item<>(read, Report.class, reports, knownFrom);
        } else if (entry instanceof Order) {
            return new Item<>(read, Order.class, orders, knownFrom);
        }
        return new Item<>(read, MedicationUse.class, medications, knownFrom);
    }

    /** Goes to another time. */
    void moveTo(Instant at, Settling settling) {
        if (at.isBefore(last)) {
            items.subList(0, known).forEach(Item::hide);
            known = 0;
            codedConditions = 0;
            open.clear();
        }
        last = at;
        open.forEach(item -> item.show(at, settling));
        open.removeIf(item -> !item.isOpen());
        while (known < items.size() && !items.get(known).knownFrom.isAfter(at)) {
            Item<?> item = items.get(known);
            known++;
            item.show(at, settling);
            if (item.isOpen()) {
                open.add(item);
            }
            Entry entry = item.read.entry();
            boolean coded = !entry.code().codings().isEmpty() && !entry.code().isOfUnknownSystems();
            codedConditions += entry instanceof Condition && coded ? 1 : 0;
            anyLongText |= item.now != null && Overflow.isCut(item.now);
        }
    }

    /**
     * What is known at the time it stands at.
     *
     * @param replaced the orders in whose place drafts have come, by what other resources call them
     */
    ChartEntries entries(Set<String> replaced) {
        boolean isAny = !replaced.isEmpty();
        return new ChartEntries(
                conditions.index(valueSets),
                observations.index(valueSets),
                reports.index(valueSets),
                new EntryIndex<>(valueSets),
                isAny && orders.holds(replaced) ? orders.indexWithout(valueSets, replaced) : orders.index(valueSets),
                isAny && medications.holds(replaced)
                        ? medications.indexWithout(valueSets, replaced)
                        : medications.index(valueSets));
    }

    /** Counts what is known of unknown code systems, and what is not read to its end. */
    void count(UnknownSystems unknown, Overflow unjudged, Set<String> replaced) {
        unknown.countKnown(codedConditions);
        for (Item<?> item : ofUnknownSystems) {
            if (item.now != null && !item.isReplaced(replaced)) {
                unknown.count(item.read.entry());
            }
        }
        for (Item<?> item : anyLongText ? items.subList(0, known) : List.<Item<?>>of()) {
            if (item.now != null && !item.isReplaced(replaced)) {
                unjudged.note(item.now);
            }
        }
    }
}
