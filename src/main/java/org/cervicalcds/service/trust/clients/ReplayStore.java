package org.cervicalcds.service.trust.clients;

import java.time.Instant;

/** Remembers which tokens came already (CDSH-SEC-9). */
public interface ReplayStore {

    /**
     * Notes a token.
     *
     * @param expiresAt until when it must be remembered
     * @return false where it came before
     * @throws org.cervicalcds.service.store.database.StoreUnavailableException where that cannot be known now
     */
    boolean firstUse(String issuer, String jti, Instant expiresAt);
}
