package org.cervicalcds.service.access;

import java.time.Duration;
import java.util.List;

/**
 * Which FHIR servers may be called, and how much of a request's time and memory that may cost.
 *
 * @param openServers base addresses that may be called without a token (CDSH-FHIR-1)
 * @param allowedServers base addresses that may be called with one (CDSH-FHIR-7)
 * @param anyServer every server may be called with a token; for development
 * @param tokenOverHttp a token may travel unencrypted; for development (CDSH-REQ-6)
 * @param privateServers base addresses that may, with all below them, lie at private, loopback or link-local addresses; without a port: all
 *     ports of that host (CDSH-FHIR-7)
 * @param clientIds the ids under which clients know this service; empty: not compared (CDSH-FHIR-5)
 * @param callsAtOnce requests that may ask one server at the same time
 * @param queriesAtOnce queries of one request that are under way at the same time
 * @param timeBudget for all queries of a request together
 * @param maxPages of one query
 * @param maxAnswerBytes of one page
 * @param aliases under which servers give the addresses of further pages (CDSH-PFD-6)
 */
public record AccessRules(
        List<String> openServers,
        List<String> allowedServers,
        boolean anyServer,
        boolean tokenOverHttp,
        List<String> privateServers,
        List<String> clientIds,
        int callsAtOnce,
        int queriesAtOnce,
        Duration timeBudget,
        int maxPages,
        int maxAnswerBytes,
        List<Alias> aliases) {

    /**
     * A base address under which a FHIR server knows itself, such as its own behind a proxy: what is below it is asked for below the server's.
     *
     * @param server base address that hook calls name
     * @param alias base address that further pages name
     */
    public record Alias(String server, String alias) {}
}
