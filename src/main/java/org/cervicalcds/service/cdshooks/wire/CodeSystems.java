package org.cervicalcds.service.cdshooks.wire;

/** Addresses of our own code systems; clients store them, so they never change (CDSH-OVR-3). */
public final class CodeSystems {
    /** Codes are ids of card definitions; used in {@code source.topic}. */
    public static final String CARD = "https://cervicalcds.org/fhir/CodeSystem/card";

    /** Codes are reasons for not following a card. */
    public static final String OVERRIDE_REASON = "https://cervicalcds.org/fhir/CodeSystem/override-reason";

    private CodeSystems() {}
}
