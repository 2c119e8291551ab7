package org.cervicalcds.service.operations.audit;

import java.io.IOException;

/** Where AuditEvents go; used by one thread. */
interface Destination {
    /**
     * Hands over one event.
     *
     * @throws IOException where it did not get there; it is lost then
     */
    void send(byte[] event) throws IOException, InterruptedException;
}
