package org.cervicalcds.service.store;

/**
 * Who asks, and about whose record: part of every key, so that what one hospital overrides never reaches another's cards.
 *
 * @param client issuer of the token; a name of our own for callers without one
 * @param tenant of the token; empty where it has none
 * @param fhirServer base address of the FHIR server that the call names, in one spelling; empty where it names none
 * @param suppresses whether overrides and cards shown before keep cards away for it
 */
public record Caller(String client, String tenant, String fhirServer, boolean suppresses) {
    /** The FHIR base of what the service fetched from its own embedded sandbox, whatever name it was called by. */
    public static final String SANDBOX = "sandbox";

    /** A client with a token that names no tenant, and no FHIR server. */
    public static Caller of(String client) {
        return new Caller(client, "", "", true);
    }

    /** The same about the record of another FHIR server. */
    public Caller at(String server, boolean mayBeSuppressed) {
        return new Caller(client, tenant, server, mayBeSuppressed);
    }
}
