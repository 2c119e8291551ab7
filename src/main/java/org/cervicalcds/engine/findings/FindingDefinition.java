package org.cervicalcds.engine.findings;

import java.time.Duration;
import java.util.Set;
import org.cervicalcds.engine.chart.Need;
import org.jspecify.annotations.Nullable;

/** How a finding is read from a chart; built once from the content. */
public interface FindingDefinition extends FindingReader {

    /** The parts of the record it reads itself. */
    Set<Need> needs();

    /** How long ago what it reads of a need may have happened; null where that is not limited, or undated entries count. */
    default @Nullable Duration lookBack() {
        return null;
    }

    /** Names of the findings it is made of. */
    Set<String> uses();

    /** What it rests on; null where that is more than entries of one kind, or where it can be present without any. */
    default @Nullable Sources sources() {
        return null;
    }

    /** What reads it in one catalogue, with the names it uses looked up there. */
    default FindingReader in(FindingCatalogue catalogue) {
        return this;
    }
}
