package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.util.Set;
import org.cervicalcds.engine.chart.Need;
import org.jspecify.annotations.Nullable;

/** How a finding is read from a chart; built once from the content. */
public interface FindingDefinition {

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

    /** The parts of the record it reads itself. */
    Set<Need> needs();

    /** How long ago what it reads of a need may have happened; null where that is not limited, or undated entries count. */
    default @Nullable Duration lookBack() {
        return null;
    }

    /** Names of the findings it is made of. */
    Set<String> uses();
}
