package org.cervicalcds.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/**
 * Writes what is kept as CSV (RFC 4180), row by row, so that its size does not matter.
 *
 * <p>What a spreadsheet would take for a formula gets an apostrophe in front.
 */
public final class Exports {
    private static final int PAGE = 1000;

    private static final String FEEDBACK =
            """
            select f.received_at, f.happened_at, f.time_source, f.client, f.service, f.card as card_uuid, f.outcome, f.suggestion,
              f.reason_system, f.reason_code, f.reason_display, f.user_comment, s.card, s.tier, d.card_hash, h.content, s.sent_at,
              h.is_repeat
            from feedback f
            left join sent_card s on s.uuid = f.card and s.client = f.client
            left join hook_call h on h.id = s.call_id
            left join card_decision d on d.call_id = s.call_id and d.card = s.card
            where f.received_at >= :from and f.received_at < :to
            order by f.received_at, f.item_key
            """;

    private static final String DECISIONS =
            """
            select h.id as call_id, h.first_id, h.is_repeat, h.called_at, h.client, h.service, h.hook, h.instance_key, h.patient_key,
              h.encounter_key, h.content, h.read_us, h.fetch_us, h.decide_us, h.write_us, h.status, d.card, d.card_hash, d.tier,
              d.outcome, d.reason, s.uuid as card_uuid, s.suggestions
            from hook_call h
            left join card_decision d on d.call_id = h.id
            left join sent_card s on s.call_id = h.id and s.card = d.card
            where h.called_at >= :from and h.called_at < :to
            order by h.called_at, h.id, d.card
            """;

    private final Database database;

    Exports(Database database) {
        this.database = database;
    }

    /** One line for each feedback item received in the time, with the decision and the content it is about where we know it. */
    public void feedback(OffsetDateTime from, OffsetDateTime to, Writer out) {
        write(FEEDBACK, from, to, out);
    }

    /** One line for each card definition decided in the time; a call that came to no decision has one line without a card. */
    public void decisions(OffsetDateTime from, OffsetDateTime to, Writer out) {
        write(DECISIONS, from, to, out);
    }

    private void write(String sql, OffsetDateTime from, OffsetDateTime to, Writer out) {
        // PostgreSQL hands out rows in pages only inside a transaction.
        database.orUnavailable(() -> database.inTransaction(() -> database.client()
                .sql(sql)
                .withFetchSize(PAGE)
                .param("from", from)
                .param("to", to)
                .query((ResultSet rows) -> lines(rows, out))));
    }

    private static long lines(ResultSet rows, Writer out) throws SQLException {
        try {
            int columns = rows.getMetaData().getColumnCount();
            for (int column = 1; column <= columns; column++) {
                out.write(rows.getMetaData().getColumnLabel(column));
                out.write(column == columns ? "\r\n" : ",");
            }
            long count = 0;
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    out.write(cell(text(rows, column)));
                    out.write(column == columns ? "\r\n" : ",");
                }
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        String safe = "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !text.matches("-?\\d+") ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
