package org.cervicalcds.service.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.Outcome;
import org.cervicalcds.service.store.database.ColumnText;
import org.cervicalcds.service.store.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was decided about all cards of a call. Most calls decide alike: each combination is kept once, under an id made from what it
 * says, so that replicas agree on it without asking, and a call costs one row however many cards there are.
 *
 * <p>For one thread.
 */
final class DecisionSets {
    /** With many cards each takes kilobytes of the heap. */
    private static final int MOST_KNOWN = 2_000;

    /** A day ends at another hour elsewhere, and replicas may count their days elsewhere. */
    private static final int SPARE_DAYS = 2;

    private final Database database;
    private final Function<Instant, LocalDate> day;
    private final Map<List<Decided>, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Decided>, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    DecisionSets(Database database, Function<Instant, LocalDate> day) {
        this.database = database;
        this.day = day;
    }

    /** One line of a combination. */
    private record Decided(String card, String contentHash, @Nullable Indicator tier, Outcome outcome, String reason) {
        private static Decided of(CardOutcome outcome) {
            return new Decided(
                    outcome.card(), outcome.contentHash(), outcome.tier(), outcome.outcome(), outcome.reason());
        }

        /** As it fits into the columns. */
        private Decided fitted() {
            return new Decided(
                    ColumnText.fit(card, 120),
                    ColumnText.fit(contentHash, 80),
                    tier,
                    outcome,
                    ColumnText.fit(reason, 200));
        }

        private String text() {
            return String.join("\0", card, contentHash, String.valueOf(tier), outcome.code(), reason);
        }
    }

    /** A combination that is kept, at least until the calls of that day go. */
    private record Known(UUID id, LocalDate usedOn) {}

    /**
     * The combinations of some calls.
     *
     * @param ids one for each call in their order; null for a call that came to no decision
     */
    record Used(List<@Nullable UUID> ids, Map<List<Decided>, Known> fresh) {}

    /** Keeps those that are new or of a new day; in the transaction that writes the calls. */
    Used use(Collection<DecisionRecord> records) {
        List<@Nullable UUID> ids = new ArrayList<>(records.size());
        Map<List<Decided>, Known> fresh = new HashMap<>();
        // Calls that decide alike mostly come with one and the same list.
        Map<List<CardOutcome>, Known> lists = new IdentityHashMap<>();
        for (DecisionRecord decision : records) {
            LocalDate on = day.apply(decision.at());
            Known one = lists.get(decision.cards());
            if (!decision.cards().isEmpty() && (one == null || one.usedOn().isBefore(on))) {
                one = use(decision.cards().stream().map(Decided::of).toList(), on, fresh);
                lists.put(decision.cards(), one);
            }
            ids.add(one == null ? null : one.id());
        }
        fresh.entrySet().stream()
                // In the order of the key: two replicas that insert the same keys then wait for each other in one
                // direction only.
                .sorted(Comparator.comparing(e -> e.getValue().id()))
                .forEach(e -> keep(e.getKey(), e.getValue()));
        return new Used(ids, fresh);
    }

    private Known use(List<Decided> set, LocalDate day, Map<List<Decided>, Known> fresh) {
        Known kept = fresh.getOrDefault(set, known.get(set));
        if (kept == null || kept.usedOn().isBefore(day)) {
            kept = new Known(kept == null ? id(set) : kept.id(), day);
            fresh.put(set, kept);
        }
        return kept;
    }

    private static Stream<Decided> rows(List<Decided> set) {
        Map<String, Decided> byCard = new LinkedHashMap<>();
        set.stream().map(Decided::fitted).forEach(row -> byCard.putIfAbsent(row.card(), row));
        return byCard.values().stream().sorted(Comparator.comparing(Decided::card));
    }

    private static UUID id(List<Decided> set) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rows(set).forEach(row -> digest.update((row.text() + "\0\0").getBytes(StandardCharsets.UTF_8)));
            java.nio.ByteBuffer hash = java.nio.ByteBuffer.wrap(digest.digest());
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** First locks the row against being removed; only where there is none it is made. */
    private void keep(List<Decided> set, Known one) {
        int there = database.client()
                .sql("update decision_set set used_on = case when used_on < ? then ? else used_on end where id = ?")
                .params(one.usedOn(), one.usedOn(), one.id())
                .update();
        if (there > 0) {
            return;
        }
        int made = database.client()
                .sql("insert into decision_set (id, used_on) values (?, ?) on conflict do nothing")
                .params(one.id(), one.usedOn())
                .update();
        if (made > 0) {
            database.template()
                    .batchUpdate(
                            "insert into decision_in_set (set_id, card, card_hash, tier, outcome, reason) values (?, ?, ?, ?, ?, ?)",
                            rows(set)
                                    .map(row -> new @Nullable Object[] {
                                        one.id(),
                                        row.card(),
                                        row.contentHash(),
                                        DecisionTables.tier(row.tier()),
                                        row.outcome().code(),
                                        row.reason()
                                    })
                                    .toList());
        }
    }

    /** Once the transaction is through. */
    void remember(Used used) {
        known.putAll(used.fresh());
    }

    /** Removes what no call names any more, once the calls of before that day are gone. */
    static void removeUnused(Database database, LocalDate oldestCall) {
        database.client()
                .sql("delete from decision_set where used_on < ?")
                .param(oldestCall.minusDays(SPARE_DAYS))
                .update();
    }
}
