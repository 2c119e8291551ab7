package org.cervicalcds.service.store;

import static org.cervicalcds.service.store.DecisionTables.utc;

import java.sql.ResultSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.Keys;
import org.jspecify.annotations.Nullable;

/** Lets the database tell first calls, so that it holds across replicas. */
final class SharedFirstCalls implements FirstCalls {
    private final Database database;

    SharedFirstCalls(Database database) {
        this.database = database;
    }

    @Override
    public Map<UUID, First> of(Collection<DecisionRecord> records) {
        // In the order of the key: two replicas that insert the same keys then wait for each other in one direction
        // only.
        List<DecisionRecord> waiting = new ArrayList<>(records.stream()
                .filter(r -> r.call().instanceKey() != null)
                .sorted(Comparator.comparingLong(SharedFirstCalls::instance).thenComparing(DecisionRecord::at))
                .toList());
        Map<UUID, First> firsts = new HashMap<>();
        claim(
                waiting,
                firsts,
                "insert into first_of_instance (call_id, called_at, instance) values (?, ?, ?) on conflict do nothing",
                r -> new Object[] {r.call().id(), utc(r.at()), instance(r)});
        claim(
                waiting,
                firsts,
                "update first_of_instance set call_id = ?, called_at = ? where instance = ? and called_at < ?",
                r -> new Object[] {r.call().id(), utc(r.at()), instance(r), utc(r.at().minus(REPEAT))});
        waiting.stream()
                .collect(Collectors.groupingBy(SharedFirstCalls::instance))
                .forEach((key, repeats) -> database.client()
                        .sql("select call_id, called_at from first_of_instance where instance = ?")
                        .param(key)
                        .query((ResultSet row) -> {
                            First first = new First(
                                    row.getObject(1, UUID.class),
                                    row.getObject(2, OffsetDateTime.class).toInstant());
                            repeats.forEach(repeat -> firsts.put(repeat.call().id(), first));
                        }));
        return firsts;
    }

    /** 64 bits of the key: at a million calls an hour two are taken for one once in some thousand years. */
    private static long instance(DecisionRecord decision) {
        return Keys.bits(String.valueOf(decision.call().instanceKey()));
    }

    /** Those for whom the statement changed a row are first; they leave the list. */
    private void claim(
            List<DecisionRecord> waiting,
            Map<UUID, First> firsts,
            String sql,
            Function<DecisionRecord, @Nullable Object[]> row) {
        if (waiting.isEmpty()) {
            return;
        }
        int[] changed =
                database.template().batchUpdate(sql, waiting.stream().map(row).toList());
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] > 0) {
                DecisionRecord first = waiting.get(i);
                firsts.put(first.call().id(), new First(first.call().id(), first.at()));
            }
        }
        waiting.removeIf(r -> firsts.containsKey(r.call().id()));
    }

    /** The database remembers. */
    @Override
    public void remember() {}
}
