package org.cervicalcds.store;

import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;

/** Says what is wrong with the database in words that can be logged: messages of databases can quote values. */
final class Trouble {
    private static final int H2_FILE_IN_USE = 90020;

    private Trouble() {}

    static String of(Throwable failure) {
        SQLException sql = sqlException(failure);
        if (sql == null) {
            return failure.getClass().getSimpleName();
        }
        if (sql.getErrorCode() == H2_FILE_IN_USE) {
            return "another process has the database file open: stop it, give this one a folder of its own"
                    + " (cervical-cds.data), or let both use PostgreSQL (cervical-cds.database.url)";
        }
        String state = sql.getSQLState();
        boolean connection =
                state == null || state.startsWith("08") || state.startsWith("28") || state.startsWith("57");
        String message = sql.getMessage();
        return String.format(Locale.ROOT, "SQL state %s, code %d", state, sql.getErrorCode())
                + (connection && message != null
                        ? ": " + message.lines().findFirst().orElse("")
                        : "");
    }

    /** Whether it lies in what was to be written, so that it would fail again. */
    static boolean isInTheData(Throwable failure) {
        return failure instanceof DataIntegrityViolationException
                || failure instanceof BadSqlGrammarException
                || !(failure instanceof NestedRuntimeException || failure instanceof StoreUnavailableException);
    }

    /** The innermost one, which is the driver's. */
    private static @Nullable SQLException sqlException(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }
}
