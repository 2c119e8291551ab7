package org.cervicalcds.service.store.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.cervicalcds.service.store.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the counts of each day true to the rows of that day, so that statistics over a year read counts and not rows.
 *
 * <p>Whoever changes rows says in the same transaction which day or card changed. Counting a day takes what was said back first and reads the
 * rows then: a change that is not seen is still said afterwards. Replicas count side by side, each day by one of them.
 */
public final class RollUp {
    private static final int PAGE = 1000;

    private final Database database;
    private final DayCounts counts;

    public RollUp(Database database) {
        this.database = database;
        this.counts = new DayCounts(database);
    }

    /** Says that these days changed; in the transaction that changes them. */
    public void changed(Collection<LocalDate> days) {
        if (!days.isEmpty()) {
            database.template()
                    .batchUpdate(
                            "insert into changed_day (called_on) values (?)",
                            days.stream()
                                    .sorted()
                                    .map(day -> new Object[] {day})
                                    .toList());
        }
    }

    /** Says that these cards were answered; in the transaction that keeps the feedback. */
    public void answered(String client, Collection<String> cards) {
        database.template()
                .batchUpdate(
                        "insert into changed_day (card, client) values (?, ?)",
                        cards.stream().map(card -> new Object[] {card, client}).toList());
    }

    /** Says that the days of these calls change; in the transaction that removes them. */
    public void removing(Collection<UUID> calls) {
        database.client()
                .sql(
                        "insert into changed_day (called_on) select distinct called_on from hook_call where id in (:calls)")
                .param("calls", calls)
                .update();
    }

    /** Counts the days that changed; one thread at a time, since each would do the same. */
    public synchronized void refresh() {
        daysOfAnswers();
        List<LocalDate> days = database.client()
                .sql("select distinct called_on from changed_day where called_on is not null order by called_on")
                .query(LocalDate.class)
                .list();
        for (LocalDate day : days) {
            database.inTransaction(() -> count(day));
        }
    }

    private boolean count(LocalDate day) {
        database.client()
                .sql("insert into counted_day (called_on) values (?) on conflict do nothing")
                .param(day)
                .update();
        database.client()
                .sql("select called_on from counted_day where called_on = ? for update")
                .param(day)
                .query(LocalDate.class)
                .list();
        int changes = database.client()
                .sql("delete from changed_day where called_on = ?")
                .param(day)
                .update();
        if (changes > 0) {
            counts.count(day);
        }
        return changes > 0;
    }

    /** A card that was answered, and the day its first call is counted on; null where the card is not known, or not yet. */
    private record Answered(long id, @Nullable LocalDate day) {}

    /** A card whose decision is not written yet needs nothing: writing it says that its day changed. */
    private void daysOfAnswers() {
        List<Answered> page;
        do {
            page = database.inTransaction(this::daysOfSomeAnswers);
        } while (page.size() == PAGE);
    }

    private List<Answered> daysOfSomeAnswers() {
        List<Answered> page = database.client()
                .sql("select m.id, f.called_on from (select id, card, client from changed_day where called_on is null"
                        + " order by id limit " + PAGE + ") m"
                        + " left join sent_card s on s.uuid = m.card and s.client = m.client"
                        + " left join hook_call h on h.id = s.call_id left join hook_call f on f.id = h.first_id"
                        + " order by m.id")
                .query((row, n) -> new Answered(row.getLong(1), row.getObject(2, LocalDate.class)))
                .list();
        Set<LocalDate> days = new LinkedHashSet<>();
        List<Object[]> ids = new ArrayList<>();
        for (Answered answered : page) {
            if (answered.day() != null) {
                days.add(answered.day());
            }
            ids.add(new Object[] {answered.id()});
        }
        changed(days);
        if (!ids.isEmpty()) {
            database.template().batchUpdate("delete from changed_day where id = ?", ids);
        }
        return page;
    }
}
