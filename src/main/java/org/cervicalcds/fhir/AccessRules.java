package org.cervicalcds.fhir;

import java.time.Duration;
import java.util.List;

/**
 * Which FHIR servers may be called, and how much of a request's time and memory that may cost.
 *
 * @param openServers base addresses that may be called without a token (CDSH-FHIR-1)
 * @param allowedServers base addresses that may be called with one (CDSH-FHIR-7)
 * @param anyServer every server may be called with a token; for development
 * @param tokenOverHttp a token may travel unencrypted; for development (CDSH-REQ-6)
 * @param privateServers base addresses that may lie at private, loopback or link-local addresses (CDSH-FHIR-7)
 * @param anyAddress every server may; for development
 * @param clientIds the ids under which clients know this service; empty: not compared (CDSH-FHIR-5)
 * @param callsAtOnce requests that may ask one server at the same time
 * @param timeBudget for all queries of a request together
 * @param maxPages of one query
 * @param maxAnswerBytes of one page
 */
public record AccessRules(
        List<String> openServers,
        List<String> allowedServers,
        boolean anyServer,
        boolean tokenOverHttp,
        List<String> privateServers,
        boolean anyAddress,
        List<String> clientIds,
        int callsAtOnce,
        Duration timeBudget,
        int maxPages,
        int maxAnswerBytes) {}
