package org.cervicalcds.service.cdshooks.discovery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.trust.clients.Output;

/** The discovery document for each client: most get the same one, and it is written once for each way it may look. */
public final class Discoveries {
    private final Clients clients;
    private final Output usual;
    private final Function<Output, Discovery> writing;
    private final Map<Output, Discovery> written = new ConcurrentHashMap<>();

    /** @param usual how it looks to whoever has no setting of its own, and to whoever comes without a token */
    public Discoveries(Clients clients, Output usual, Function<Output, Discovery> writing) {
        this.clients = clients;
        this.usual = usual;
        this.writing = writing;
        written.put(usual, writing.apply(usual));
    }

    /** The document for a client that calls. */
    public Discovery of(String client) {
        return written.computeIfAbsent(clients.output(client).orElse(usual), writing);
    }
}
