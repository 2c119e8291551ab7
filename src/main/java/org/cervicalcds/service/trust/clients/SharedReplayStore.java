package org.cervicalcds.service.trust.clients;

import java.time.Instant;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.database.StoreUnavailableException;

/** Remembers tokens in the database, so that replicas share what they saw; while it is away each replica remembers for itself. */
public final class SharedReplayStore implements ReplayStore {
    private final ReplayStore own;
    private final Store shared;

    public SharedReplayStore(ReplayStore own, Store shared) {
        this.own = own;
        this.shared = shared;
    }

    @Override
    public boolean firstUse(String issuer, String jti, Instant expiresAt) {
        if (!own.firstUse(issuer, jti, expiresAt)) {
            return false;
        }
        try {
            return shared.firstUse(issuer, jti, expiresAt);
        } catch (StoreUnavailableException e) {
            return true;
        }
    }
}
