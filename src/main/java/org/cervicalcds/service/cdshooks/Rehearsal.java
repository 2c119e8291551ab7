package org.cervicalcds.service.cdshooks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;

/** Plays hook calls that nobody sent: the whole way of a real one but for what is put on record. */
public final class Rehearsal {
    private final Map<String, OfferedService> services;
    private final HookCall hookCall;

    Rehearsal(Map<String, OfferedService> services, HookCall hookCall) {
        this.services = new TreeMap<>(services);
        this.hookCall = hookCall;
    }

    /**
     * What a service of the hook decides about each card.
     *
     * @param body as a client would send it
     * @param now the time at which it is taken to come
     * @throws RuntimeException where a real call would fail, or no service serves the hook
     */
    public List<Decision> decisions(String hook, byte[] body, Instant now) {
        for (OfferedService service : services.values()) {
            if (service.needsOf(hook) != null) {
                return hookCall.rehearse(service, body, now).decisions();
            }
        }
        throw new IllegalStateException("no service serves the hook");
    }
}
