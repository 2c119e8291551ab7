package org.cervicalcds.service.store;

import static org.cervicalcds.service.store.DecisionTables.utc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.Keys;

/**
 * Keeps the first calls in memory, for a database that nobody else writes to; what was before the start is read back from the calls.
 *
 * <p>There is room for {@value #MOST} calls in ten minutes; of more the oldest are forgotten, and a repeat of one of them counts as new.
 */
final class OwnFirstCalls implements FirstCalls {
    static final int MOST = 16_384;

    private final Database database;
    private final Map<Long, First> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, First> eldest) {
            return size() > MOST;
        }
    };
    private final Map<Long, First> fresh = new HashMap<>();
    private boolean isRead;

    OwnFirstCalls(Database database) {
        this.database = database;
    }

    @Override
    public Map<UUID, First> of(Collection<DecisionRecord> records) {
        fresh.clear();
        Map<UUID, First> firsts = new HashMap<>();
        List<DecisionRecord> inOrder = records.stream()
                .sorted(Comparator.comparing(DecisionRecord::at))
                .toList();
        for (DecisionRecord decision : inOrder) {
            String instance = decision.call().instanceKey();
            if (instance != null) {
                read(decision.at());
                firsts.put(decision.call().id(), first(Keys.bits(instance), decision));
            }
        }
        return firsts;
    }

    private First first(long instance, DecisionRecord decision) {
        First known = fresh.get(instance);
        known = known == null ? recent.get(instance) : known;
        if (known != null && !known.at().isBefore(decision.at().minus(REPEAT))) {
            return known;
        }
        First first = new First(decision.call().id(), decision.at());
        fresh.put(instance, first);
        return first;
    }

    /** The newest of the time before the start, oldest first. */
    private void read(Instant now) {
        if (isRead) {
            return;
        }
        database.client()
                .sql("select instance_key, id, called_at from (select instance_key, id, called_at from hook_call"
                        + " where id >= ? and called_at >= ? and not is_repeat and instance_key is not null"
                        + " order by id desc limit " + MOST + ") newest order by called_at")
                .params(Call.lowestId(now.minus(REPEAT.multipliedBy(2))), utc(now.minus(REPEAT)))
                .query(row -> {
                    First first = new First(
                            row.getObject(2, UUID.class),
                            row.getObject(3, OffsetDateTime.class).toInstant());
                    remember(Keys.bits(row.getString(1)), first);
                });
        isRead = true;
    }

    @Override
    public void remember() {
        fresh.forEach(this::remember);
    }

    /** As the newest, also where an older call had this number. */
    private void remember(Long instance, First first) {
        recent.remove(instance);
        recent.put(instance, first);
    }
}
