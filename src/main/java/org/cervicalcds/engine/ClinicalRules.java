package org.cervicalcds.engine;

/** The clinical rules that are Java and not content: how records, drugs, texts and reports are read, and how a tier is found. */
public final class ClinicalRules {
    /**
     * Part of the hash of every card. It rises when a vignette comes to another result although its request and the content of its card stayed, which
     * {@code ClinicalRulesTest} tells; then every card is to be signed again.
     */
    public static final int VERSION = 1;

    private ClinicalRules() {}
}
