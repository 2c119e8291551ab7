package org.cervicalcds.fhir;

import org.jspecify.annotations.Nullable;

/** Leave to ask one FHIR server during one request; never stored and never printed. */
public final class Grant {
    private final ServerAddress server;
    private final @Nullable String token;
    private final Scopes scopes;

    Grant(ServerAddress server, @Nullable String token, Scopes scopes) {
        this.server = server;
        this.token = token;
        this.scopes = scopes;
    }

    ServerAddress server() {
        return server;
    }

    @Nullable
    String token() {
        return token;
    }

    boolean mayRead(String resourceType) {
        return scopes.mayRead(resourceType);
    }
}
