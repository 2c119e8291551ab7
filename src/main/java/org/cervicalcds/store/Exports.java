package org.cervicalcds.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Writes what is kept as CSV (RFC 4180), page by page, so that its size does not matter, and while no connection is held, so that a slow
 * reader does not matter either.
 *
 * <p>What a spreadsheet would take for a formula gets an apostrophe in front.
 */
public final class Exports {
    static final int PAGE = 1000;

    /** Here and below decisions are joined by their keys: PostgreSQL would make all of call_decision for each page. */
    static final String FEEDBACK =
            """
            select f.received_at, f.happened_at, f.time_source, f.client, f.service, f.card as card_uuid, f.outcome, f.suggestion,
              f.reason_system, f.reason_code, f.reason_display, f.user_comment, s.card, s.tier,
              coalesce(d.card_hash, o.card_hash) as card_hash, h.content, s.sent_at,
              h.is_repeat, f.item_key as feedback_id
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
              coalesce(d.outcome, o.outcome) as outcome, coalesce(d.reason, o.reason) as reason, s.uuid as card_uuid, s.suggestions, h.id as call_id
            from (
              select * from hook_call where called_at >= :from and called_at < :to and (called_at, id) > (:from, :key)
              order by called_at, id limit :page
            ) h
            left join decision_in_set d on d.set_id = h.decision_set
            left join card_decision o on o.call_id = h.id and h.decision_set is null
            left join sent_card s on s.call_id = h.id and s.card = coalesce(d.card, o.card)
            order by h.called_at, h.id, coalesce(d.card, o.card)
            """;

    private final Database database;

    Exports(Database database) {
        this.database = database;
    }

    /**
     * One line for each feedback item received in the time, with the decision and the content it is about where we know it.
     *
     * @throws StoreUnavailableException also after some pages were written
     * @throws UncheckedIOException where they cannot be written
     */
    public void feedback(OffsetDateTime from, OffsetDateTime to, Writer out) {
        write(FEEDBACK, "", from, to, out);
    }

    /**
     * One line for each card definition decided in the time; a call that came to no decision has one line without a card.
     *
     * @throws StoreUnavailableException also after some pages were written
     * @throws UncheckedIOException where they cannot be written
     */
    public void decisions(OffsetDateTime from, OffsetDateTime to, Writer out) {
        write(DECISIONS, new UUID(0, 0), from, to, out);
    }

    /**
     * Where a page ended: its first and its last column.
     *
     * @param rows of the page; 0 at the end
     */
    private record Place(OffsetDateTime at, Object key, long rows) {}

    /** Page by page, so that no statement runs long and no result has to be held. */
    private void write(String sql, Object lowestKey, OffsetDateTime from, OffsetDateTime to, Writer out) {
        Place place = new Place(from, lowestKey, 0);
        boolean first = true;
        do {
            Place start = place;
            boolean withHeader = first;
            StringBuilder page = new StringBuilder();
            place = database.orUnavailable(() -> database.client()
                    .sql(sql)
                    .param("from", start.at())
                    .param("to", to)
                    .param("key", start.key())
                    .param("page", PAGE)
                    .query((ResultSet rows) -> lines(rows, start, withHeader, page)));
            try {
                out.append(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            first = false;
        } while (place.rows() > 0);
    }

    private static Place lines(ResultSet rows, Place start, boolean withHeader, StringBuilder page)
            throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
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
            place = new Place(rows.getObject(1, OffsetDateTime.class), rows.getObject(columns), place.rows() + 1);
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

    static String cell(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String safe = "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 && !text.matches("-?\\d+") ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
