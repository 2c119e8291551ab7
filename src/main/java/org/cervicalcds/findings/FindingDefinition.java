package org.cervicalcds.findings;

import java.util.Set;
import org.cervicalcds.chart.Need;

/** How a finding is read from a chart; built once from the content. */
public interface FindingDefinition {

    /** Reads the finding; other findings it is made of are asked from {@code findings}, which reads each at most once. */
    Finding read(String name, Findings findings);

    /** The parts of the record it reads itself. */
    Set<Need> needs();

    /** Names of the findings it is made of. */
    Set<String> uses();
}
