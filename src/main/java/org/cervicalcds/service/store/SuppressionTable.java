package org.cervicalcds.service.store;

import static org.cervicalcds.service.store.DecisionTables.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * The grounds on which cards are suppressed, a row each: what is active for a patient is read from here and never from the history.
 *
 * <p>A snooze needs the feedback and the card it is about. Feedback mostly comes later; where it comes first, it waits in
 * {@code early_feedback} until the card is written.
 */
final class SuppressionTable {
    /** How long feedback waits for its card, which is written within seconds unless a database was away. */
    private static final Duration EARLY = Duration.ofHours(1);

    private static final int CHUNK = 500;

    private static final String COLUMNS =
            "item_key, patient_key, card, tier, reason_code, evidence, encounter_key, instance_key, since";

    static final String OF_PATIENT = "select " + COLUMNS + " from suppression where patient_key = ?";

    private static final String INSERT = "insert into suppression (" + COLUMNS + ", kept_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    private static final String SNOOZES =
            """
            select f.item_key, s.patient_key, s.card, s.tier, f.reason_code, s.evidence, s.encounter_key, s.instance_key,
              f.happened_at, s.unsettled_by
            """;

    private static final String OF_FEEDBACK =
            """
            join sent_card s on s.uuid = f.card and s.client = f.client
            join hook_call h on h.id = s.call_id and h.tenant = f.tenant
            """;

    private final Database database;
    private final Clock clock;
    private volatile boolean early;

    SuppressionTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Everything that may suppress a card for a patient; bounded by the budget of look-ups. */
    List<Ground> ofPatient(String patientKey) {
        return database.lookUps()
                .sql(OF_PATIENT)
                .param(patientKey)
                .query(SuppressionTable::ground)
                .list();
    }

    /** The patients for whom there is any ground that was kept since then. */
    Set<String> patients(Instant keptSince) {
        return database.client()
                .sql("select distinct patient_key from suppression where kept_at >= ?")
                .param(utc(keptSince))
                .query(String.class)
                .set();
    }

    /**
     * Takes feedback as grounds, in the transaction that keeps it; what was made of the same items before goes.
     *
     * @param items keys of overrides for reasons that settle
     * @param changed keys of items that were kept before and say something else now
     * @return the patients it concerns
     */
    Set<String> overridden(Collection<String> items, Collection<String> changed) {
        Set<String> patients = new HashSet<>();
        inChunks(changed, some -> {
            patients.addAll(database.client()
                    .sql("select distinct patient_key from suppression where item_key in (:items)")
                    .param("items", some)
                    .query(String.class)
                    .set());
            database.client()
                    .sql("delete from suppression where item_key in (:items)")
                    .param("items", some)
                    .update();
        });
        inChunks(items, some -> {
            List<Snooze> found = database.client()
                    .sql(SNOOZES + "from feedback f " + OF_FEEDBACK + "where f.item_key in (:items)")
                    .param("items", some)
                    .query(SuppressionTable::snooze)
                    .list();
            patients.addAll(keep(found));
            Set<String> missing = new TreeSet<>(some);
            found.forEach(snooze -> missing.remove(snooze.item()));
            wait(missing);
        });
        return patients;
    }

    private static void inChunks(Collection<String> items, java.util.function.Consumer<List<String>> work) {
        List<String> all = List.copyOf(items);
        for (int from = 0; from < all.size(); from += CHUNK) {
            work.accept(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
    }

    private void wait(Set<String> items) {
        if (!items.isEmpty()) {
            database.template()
                    .batchUpdate(
                            "insert into early_feedback (item_key, received_at) values (?, ?) on conflict do nothing",
                            items.stream()
                                    .map(item -> new Object[] {item, utc(clock.instant())})
                                    .toList());
            early = true;
        }
    }

    /** Whether feedback came to this process whose card was not on record. */
    boolean mayWait() {
        return early;
    }

    /** Takes feedback that waited for its card; returns the patients it concerns. */
    Set<String> matchEarly() {
        early = false;
        return database.inTransaction(() -> {
            List<Snooze> found = database.client()
                    .sql(SNOOZES + "from early_feedback e join feedback f on f.item_key = e.item_key " + OF_FEEDBACK
                            + "where e.received_at >= ? order by f.item_key limit " + CHUNK)
                    .param(utc(clock.instant().minus(EARLY)))
                    .query(SuppressionTable::snooze)
                    .list();
            if (found.isEmpty()) {
                return Set.of();
            }
            database.template()
                    .batchUpdate(
                            "delete from early_feedback where item_key = ?",
                            found.stream().map(s -> new Object[] {s.item()}).toList());
            return keep(found);
        });
    }

    /** A ground to be, where the card may be settled at all. */
    private record Snooze(String item, @Nullable Ground ground) {}

    private Set<String> keep(List<Snooze> snoozes) {
        List<Ground> grounds = new ArrayList<>();
        for (Snooze snooze : snoozes) {
            if (snooze.ground() != null) {
                grounds.add(snooze.ground());
            }
        }
        insert(grounds);
        Set<String> patients = new HashSet<>();
        grounds.forEach(ground -> patients.add(ground.patientKey()));
        return patients;
    }

    private void insert(List<Ground> grounds) {
        if (!grounds.isEmpty()) {
            database.template()
                    .batchUpdate(INSERT, grounds.stream().map(this::row).toList());
        }
    }

    private @Nullable Object[] row(Ground ground) {
        return new @Nullable Object[] {
            ground.key(),
            ground.patientKey(),
            ground.card(),
            ground.tier().code(),
            ground.reason(),
            String.join(" ", new TreeSet<>(ground.evidence())),
            ground.encounterKey(),
            ground.instanceKey(),
            utc(ground.since()),
            utc(clock.instant())
        };
    }

    /**
     * A card that was shown, and how long that counts.
     *
     * @param days after which the next showing counts anew; 0 for never
     */
    record Shown(Ground ground, int days) {}

    /** Keeps that cards were shown, in the transaction that writes their calls; the first showing counts until its days are over. */
    void shown(List<Shown> cards) {
        if (cards.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> renewed = new ArrayList<>();
        for (Shown card : cards) {
            Ground ground = card.ground();
            if (card.days() > 0) {
                renewed.add(new @Nullable Object[] {
                    utc(ground.since()),
                    ground.instanceKey(),
                    utc(clock.instant()),
                    ground.key(),
                    utc(ground.since().minus(Duration.ofDays(card.days())))
                });
            }
        }
        if (!renewed.isEmpty()) {
            database.template()
                    .batchUpdate(
                            "update suppression set since = ?, instance_key = ?, kept_at = ? where item_key = ? and since <= ?",
                            renewed);
        }
        insert(cards.stream().map(Shown::ground).toList());
    }

    /** Forgets every ground of a patient; the calls, their decisions and the feedback stay on record. */
    int bringBack(String patientKey) {
        return database.client()
                .sql("delete from suppression where patient_key = ?")
                .param(patientKey)
                .update();
    }

    /** Removes what is older than the record is kept. */
    void purge(Instant oldest) {
        database.client()
                .sql("delete from suppression where since < ?")
                .param(utc(oldest))
                .update();
        database.client()
                .sql("delete from early_feedback where received_at < ?")
                .param(utc(clock.instant().minus(EARLY)))
                .update();
    }

    private static Snooze snooze(ResultSet row, int number) throws SQLException {
        boolean settles = row.getString("patient_key") != null
                && !Arrays.asList(row.getString("unsettled_by").split(" ")).contains(row.getString("reason_code"));
        return new Snooze(row.getString("item_key"), settles ? ground(row, number) : null);
    }

    private static Ground ground(ResultSet row, int number) throws SQLException {
        String evidence = row.getString("evidence");
        return new Ground(
                row.getString("item_key"),
                row.getString("patient_key"),
                row.getString("card"),
                Indicator.valueOf(row.getString("tier").toUpperCase(Locale.ROOT)),
                row.getString("reason_code"),
                evidence.isEmpty() ? Set.of() : Set.of(evidence.split(" ")),
                row.getString("encounter_key"),
                row.getString("instance_key"),
                row.getObject(9, OffsetDateTime.class).toInstant());
    }
}
