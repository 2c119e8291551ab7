package org.cervicalcds.engine.findings;

/** Reads one finding from a chart. */
interface FindingReader {

    /** Reads the finding; other findings it is made of are asked from {@code findings}, which reads each at most once. */
    Finding read(String name, Findings findings);

    /**
     * Reads the finding where what is unknown counts as absent wherever its absence is asked for, once it is known to be unknown.
     *
     * @param assuming asks for other findings on the same assumption
     * @param sure asks for other findings as they are known
     */
    default Finding assumed(String name, Findings assuming, Findings sure) {
        return sure.get(name);
    }
}
