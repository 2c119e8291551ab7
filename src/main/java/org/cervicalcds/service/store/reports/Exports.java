package org.cervicalcds.service.store.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Function;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes what is kept as CSV (RFC 4180), page by page, so that its size does not matter, and while no connection is held, so that a slow
 * reader does not matter either.
 *
 * <p>What a spreadsheet would take for a formula gets an apostrophe in front.
 */
public final class Exports {
    static final int PAGE = 1000;

    /** Tenant and FHIR server came later than the key of the page, and columns keep their places. */
    private static final int COLUMNS_AFTER_KEY = 2;

    /** Here and below decisions are joined by their keys: PostgreSQL would make all of call_decision for each page. */
    static final String FEEDBACK =
            """
            select f.received_at, f.happened_at, f.time_source, f.client, f.service, f.card as card_uuid, f.outcome, f.suggestion,
              f.reason_system, f.reason_code, f.reason_display, f.user_comment, s.card, s.tier,
              coalesce(d.card_hash, o.card_hash) as card_hash, h.content, s.sent_at,
              h.is_repeat, f.item_key as feedback_id, f.tenant, coalesce(h.fhir_server, '') as fhir_server
            from (
              select * from feedback where received_at >= :from and received_at < :to and (received_at, item_key) > (:from, :key)
              order by received_at, item_key limit :page
            ) f
            left join sent_card s on s.uuid = f.card and s.client = f.client
            left join hook_call h on h.id = s.call_id
            left join decision_in_set d on d.set_id = h.decision_set and d.card = s.card
            left join card_decision o on o.call_id = s.call_id and o.card = s.card
            order by f.received_at, f.item_key
            """;

    static final String DECISIONS =
            """
            select h.called_at, h.first_id, h.is_repeat, h.client, h.service, h.hook, h.instance_key, h.patient_key,
              h.encounter_key, h.content, h.read_us, h.fetch_us, h.decide_us, h.write_us, h.status,
              coalesce(d.card, o.card) as card, coalesce(d.card_hash, o.card_hash) as card_hash, coalesce(d.tier, o.tier) as tier,
              coalesce(d.outcome, o.outcome) as outcome, coalesce(d.reason, o.reason) as reason, s.uuid as card_uuid, s.suggestions, h.id as call_id, h.tenant, h.fhir_server
            from (
              select * from hook_call where called_on = :day and id > :key and called_at >= :from and called_at < :to
              order by called_on, id limit :page
            ) h
            left join decision_in_set d on d.set_id = h.decision_set
            left join card_decision o on o.call_id = h.id and h.decision_set is null
            left join sent_card s on s.call_id = h.id and s.card = coalesce(d.card, o.card)
            order by h.id, coalesce(d.card, o.card)
            """;

    private final Database database;

    public Exports(Database database) {
        this.database = database;
    }

    /**
     * One line for each feedback item received in the time, with the decision and the content it is about where we know it.
     *
     * @throws StoreUnavailableException also after some pages were written
     * @throws UncheckedIOException where they cannot be written
     */
    public void feedback(OffsetDateTime from, OffsetDateTime to, Writer out) {
        Lines lines = new Lines(out);
        Place place = new Place(from, "", PAGE);
        while (place.rows() > 0) {
            Place start = place;
            place = lines.page(start, client -> client.sql(FEEDBACK)
                    .param("from", start.at())
                    .param("to", to)
                    .param("key", start.key())
                    .param("page", PAGE));
        }
    }

    /**
     * One line for each card definition decided in the time, day by day; a call that came to no decision has one line without a card.
     *
     * @throws StoreUnavailableException also after some pages were written
     * @throws UncheckedIOException where they cannot be written
     */
    public void decisions(OffsetDateTime from, OffsetDateTime to, Writer out) {
        Lines lines = new Lines(out);
        Days days = database.orUnavailable(() -> days(from, to));
        LocalDate day = days.first();
        do {
            Place place = new Place(from, new UUID(0, 0), PAGE);
            while (place.rows() > 0) {
                LocalDate on = day;
                Place start = place;
                place = lines.page(start, client -> client.sql(DECISIONS)
                        .param("day", on)
                        .param("from", from)
                        .param("to", to)
                        .param("key", start.key())
                        .param("page", PAGE));
            }
            day = day.plusDays(1);
        } while (!day.isAfter(days.last()));
    }

    private record Days(LocalDate first, LocalDate last) {}

    /** Those that the time may touch in any zone and of which there are calls; one at the least, for the header. */
    private Days days(OffsetDateTime from, OffsetDateTime to) {
        LocalDate first = day(from).minusDays(1);
        LocalDate last = day(to).plusDays(1);
        return database.client()
                .sql("select min(called_on), max(called_on) from hook_call")
                .query((row, n) -> {
                    LocalDate earliest = row.getObject(1, LocalDate.class);
                    LocalDate latest = row.getObject(2, LocalDate.class);
                    return new Days(
                            earliest != null && earliest.isAfter(first) ? earliest : first,
                            latest == null ? first : latest.isBefore(last) ? latest : last);
                })
                .single();
    }

    private static LocalDate day(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * Where a page ended: the first column, and the key.
     *
     * @param rows of the page; 0 at the end
     */
    private record Place(OffsetDateTime at, Object key, long rows) {}

    /** What is written page by page, so that no statement runs long and no result has to be held. */
    private final class Lines {
        private final Writer out;
        private boolean hasHeader;

        Lines(Writer out) {
            this.out = out;
        }

        Place page(Place start, Function<JdbcClient, JdbcClient.StatementSpec> statement) {
            StringBuilder page = new StringBuilder();
            Place place = database.orUnavailable(() ->
                    statement.apply(database.client()).query((ResultSet rows) -> lines(rows, start, !hasHeader, page)));
            try {
                out.append(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            hasHeader = true;
            return place;
        }
    }

    private static Place lines(ResultSet rows, Place start, boolean withHeader, StringBuilder page)
            throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        int key = columns - COLUMNS_AFTER_KEY;
        if (withHeader) {
            for (int column = 1; column <= columns; column++) {
                page.append(rows.getMetaData().getColumnLabel(column)).append(column == columns ? "\r\n" : ",");
            }
        }
        Place place = new Place(start.at(), start.key(), 0);
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                page.append(cell(text(rows, column))).append(column == columns ? "\r\n" : ",");
            }
            place = new Place(rows.getObject(1, OffsetDateTime.class), rows.getObject(key), place.rows() + 1);
        }
        return place;
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value == null) {
            return "";
        }
        if (value instanceof java.sql.Timestamp || value instanceof OffsetDateTime) {
            return rows.getObject(column, OffsetDateTime.class).toInstant().toString();
        }
        return value.toString();
    }

    /** A spreadsheet passes over blanks in front, and takes full-width signs for plain ones. */
    private static boolean mayBeFormula(String text) {
        if ("\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return start < text.length() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20\u2212".indexOf(text.charAt(start)) >= 0;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || Character.isISOControl(c);
    }

    static String cell(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String safe = mayBeFormula(text) && !text.matches("-?\\d+") ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
