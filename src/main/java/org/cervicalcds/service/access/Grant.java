package org.cervicalcds.service.access;

import org.jspecify.annotations.Nullable;

/** Leave to ask one FHIR server during one request; never stored and never printed. */
public final class Grant implements Permission {
    private final ServerAddress server;
    private final String client;
    private final @Nullable String token;
    private final Scopes scopes;

    Grant(ServerAddress server, String client, @Nullable String token, Scopes scopes) {
        this.server = server;
        this.client = client;
        this.token = token;
        this.scopes = scopes;
    }

    ServerAddress server() {
        return server;
    }

    /** Who calls: its token is the one whose rate a server limits. */
    String client() {
        return client;
    }

    @Nullable
    String token() {
        return token;
    }

    boolean mayRead(String resourceType) {
        return scopes.mayRead(resourceType);
    }
}
