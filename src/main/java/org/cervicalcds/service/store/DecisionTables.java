package org.cervicalcds.service.store;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;
import org.cervicalcds.service.store.DecisionRecord.SentCard;
import org.cervicalcds.service.store.database.ColumnText;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.Keys;
import org.cervicalcds.service.store.reports.RollUp;
import org.cervicalcds.service.store.reports.SuggestionLabels;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions in batches; to write one twice is as good as once.
 *
 * <p>Rows of a repeat ({@link FirstCalls}) are kept and marked; statistics count the first call only. A later one counts as new, since there
 * are clients that never change the hook instance.
 */
final class DecisionTables {
    private static final int MOST_EVIDENCE = 200;

    private final Database database;
    private final Keys keys;
    private final RollUp rollUp;
    private final ZoneId zone;
    private final DecisionSets sets;
    private final FirstCalls firstCalls;
    private final SuppressionTable suppressionTable;
    private final Suppressions suppressions;

    /** Days and weeks are those of the zone; a week begins on Monday. */
    DecisionTables(
            Database database,
            Keys keys,
            RollUp rollUp,
            SuppressionTable suppressionTable,
            Suppressions suppressions,
            ZoneId zone) {
        this.database = database;
        this.keys = keys;
        this.rollUp = rollUp;
        this.suppressionTable = suppressionTable;
        this.suppressions = suppressions;
        this.zone = zone;
        this.sets = new DecisionSets(database, this::day);
        this.firstCalls = database.isShared() ? new SharedFirstCalls(database) : new OwnFirstCalls(database);
    }

    void write(Collection<DecisionRecord> records) {
        sets.remember(database.inTransaction(() -> {
            Set<LocalDate> days = new HashSet<>();
            records.forEach(r -> days.add(day(r.at())));
            DecisionSets.Used used = sets.use(records);
            Map<UUID, FirstCalls.First> firsts = firstCalls.of(records);
            firsts.values().forEach(first -> days.add(day(first.at())));
            calls(records, firsts, used.ids());
            sentCards(records);
            suppressionTable.shown(records.stream()
                    .flatMap(r -> suppressions.shown(r).stream())
                    .toList());
            rollUp.changed(days);
            return used;
        }));
        firstCalls.remember();
        suppressions.decisionsWritten();
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    private void calls(
            Collection<DecisionRecord> records, Map<UUID, FirstCalls.First> firsts, List<@Nullable UUID> sets) {
        Iterator<@Nullable UUID> set = sets.iterator();
        database.template()
                .batchUpdate(
                        "insert into hook_call (id, first_id, is_repeat, called_at, called_on, called_week, client, service,"
                                + " hook, instance_key, patient_key, encounter_key, content, read_us, fetch_us, decide_us,"
                                + " write_us, total_us, status, decision_set, tenant, fhir_server)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        records.stream()
                                .map(r -> call(r, first(r, firsts), set.next()))
                                .toList());
    }

    private static UUID first(DecisionRecord r, Map<UUID, FirstCalls.First> firsts) {
        FirstCalls.First first = firsts.get(r.call().id());
        return first == null ? r.call().id() : first.id();
    }

    private @Nullable Object[] call(DecisionRecord r, UUID first, @Nullable UUID set) {
        Call call = r.call();
        LocalDate day = day(r.at());
        return new @Nullable Object[] {
            call.id(),
            first,
            !first.equals(call.id()),
            utc(r.at()),
            day,
            day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
            call.client(),
            call.service(),
            call.hook(),
            call.instanceKey(),
            call.patientKey(),
            call.encounterKey(),
            ColumnText.fit(r.content(), 80),
            r.durations().read(),
            r.durations().fetch(),
            r.durations().decide(),
            r.durations().write(),
            r.durations().total(),
            r.status(),
            set,
            call.tenant(),
            call.fhirServer()
        };
    }

    private void sentCards(Collection<DecisionRecord> records) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (DecisionRecord r : records) {
            for (CardOutcome c : r.cards()) {
                SentCard sent = c.sent();
                if (sent != null) {
                    rows.add(sentCard(r, c, sent));
                }
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        database.template()
                .batchUpdate(
                        "insert into sent_card (uuid, call_id, sent_at, client, instance_key, patient_key, encounter_key, card, tier,"
                                + " suggestions, evidence, unsettled_by, suggestion_labels)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        rows);
    }

    private @Nullable Object[] sentCard(DecisionRecord r, CardOutcome c, SentCard sent) {
        Call call = r.call();
        String tier = tier(c.tier());
        return new @Nullable Object[] {
            ColumnText.fit(sent.uuid(), 64),
            call.id(),
            utc(r.at()),
            call.client(),
            call.instanceKey(),
            // Of a caller that nothing is suppressed for no override is ever looked up.
            call.suppresses() ? call.patientKey() : null,
            call.encounterKey(),
            ColumnText.fit(c.card(), 120),
            tier == null ? Indicator.INFO.code() : tier,
            ColumnText.fit(String.join(" ", sent.suggestions().keySet()), 2000),
            String.join(" ", evidenceKeys(keys, call, sent.evidence())),
            ColumnText.fit(String.join(" ", sent.unsettledBy()), 400),
            SuggestionLabels.text(sent.suggestions())
        };
    }

    /**
     * Keyed hashes of references, sorted. Of very many only some are kept: the others look new the next time, and what looks new is shown.
     */
    static List<String> evidenceKeys(Keys keys, Call call, List<String> references) {
        return references.stream()
                .distinct()
                .map(reference -> keys.shortKey("evidence", String.valueOf(call.patientKey()), reference))
                .sorted()
                .limit(MOST_EVIDENCE)
                .toList();
    }

    static @Nullable String tier(@Nullable Indicator tier) {
        return tier == null ? null : tier.code();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
