package org.cervicalcds.service.store.database;

/** The database cannot be used now; the message holds no data, and trying again later makes sense. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without the cause: messages of databases can quote values. */
    public StoreUnavailableException(String message) {
        super(message);
    }
}
