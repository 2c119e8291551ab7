package org.cervicalcds.findings;

import java.time.Duration;
import java.util.Set;
import org.cervicalcds.chart.Need;
import org.jspecify.annotations.Nullable;

/** How a finding is read from a chart; built once from the content. */
public interface FindingDefinition {

    /** Reads the finding; other findings it is made of are asked from {@code findings}, which reads each at most once. */
    Finding read(String name, Findings findings);

    /** The parts of the record it reads itself. */
    Set<Need> needs();

    /** How long ago what it reads of a need may have happened; null where that is not limited, or undated entries count. */
    default @Nullable Duration lookBack() {
        return null;
    }

    /** Names of the findings it is made of. */
    Set<String> uses();
}
