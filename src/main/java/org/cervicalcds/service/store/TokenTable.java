package org.cervicalcds.service.store;

import static org.cervicalcds.service.store.DecisionTables.utc;

import java.time.Instant;
import org.cervicalcds.service.store.database.Database;
import org.cervicalcds.service.store.database.Keys;

/** Knows which ids of client tokens were used, on every replica (jti). */
final class TokenTable {
    private final Database database;

    TokenTable(Database database) {
        this.database = database;
    }

    /** True for exactly one of all that ask with the same issuer and id. */
    boolean firstUse(String issuer, String jti, Instant expiresAt) {
        return database.client()
                        .sql("insert into used_token (token_key, expires_at) values (?, ?) on conflict do nothing")
                        .param(Keys.hash("jti", issuer, jti))
                        .param(utc(expiresAt))
                        .update()
                == 1;
    }
}
