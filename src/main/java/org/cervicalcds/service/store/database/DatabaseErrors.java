package org.cervicalcds.service.store.database;

import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;

/** Says what is wrong with the database in words that can be logged: messages of databases can quote values. */
public final class DatabaseErrors {
    private static final int H2_FILE_IN_USE = 90020;
    private static final int H2_READ_ONLY = 90097;

    private DatabaseErrors() {}

    /** Messages of broken connections are whole, of others only the codes are. */
    public static String of(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql == null ? failure.getClass().getSimpleName() : of(sql, isOfTheConnection(sql));
    }

    /** Somebody has the file of an embedded database open, or this process has not let it go. */
    static boolean isFileInUse(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql != null && sql.getErrorCode() == H2_FILE_IN_USE;
    }

    /** Nobody's data are on their way yet, so the whole message is told. */
    static String onOpening(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql == null ? firstLine(failure) : of(sql, true);
    }

    private static String of(SQLException failure, boolean withMessage) {
        if (failure.getErrorCode() == H2_FILE_IN_USE) {
            return "another process has the database file open: stop it, give this one a folder of its own"
                    + " (cervical-cds.data), or let both use PostgreSQL (cervical-cds.database.url)";
        }
        if (failure.getErrorCode() == H2_READ_ONLY) {
            return "the database file or its folder cannot be written: give the process a folder of its own that it can"
                    + " write to (cervical-cds.data)";
        }
        return String.format(Locale.ROOT, "SQL state %s, code %d", failure.getSQLState(), failure.getErrorCode())
                + (withMessage ? ": " + firstLine(failure) : "");
    }

    private static boolean isOfTheConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("28") || state.startsWith("57");
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Whether it lies in what was to be written, so that it would fail again. */
    public static boolean isInTheData(Throwable failure) {
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
