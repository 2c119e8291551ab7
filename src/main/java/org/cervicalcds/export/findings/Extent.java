package org.cervicalcds.export.findings;

import java.util.Locale;

/** How much of a finding the export says in CQL. */
public enum Extent {
    /** All of it. */
    GENERATED,
    /** All but what CQL does not read of a report: where that could decide, the finding is null. */
    WORDS_OPEN,
    /** Nothing that decides it: null wherever there is something to decide. */
    NOT_EVALUATED;

    /** The word for it in files. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
