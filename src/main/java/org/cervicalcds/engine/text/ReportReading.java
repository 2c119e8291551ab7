package org.cervicalcds.engine.text;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What one image report says of the neck, told by {@link ReportReader}. */
public final class ReportReading {
    private final Map<String, Set<Said>> byKind = new HashMap<>();
    private boolean calledNormal;
    private boolean limited;

    /** How a danger is named. */
    public enum Said {
        /** It is there. */
        SURE,
        /** It may be there. */
        POSSIBLE,
        /** A word that is a danger only after an injury. */
        AFTER_INJURY,
        /** It is there, in the back and not in the neck. */
        OF_THE_BACK,
        /** It is not there. */
        DENIED
    }

    ReportReading() {}

    void add(String kind, Said said) {
        byKind.computeIfAbsent(kind, some -> EnumSet.noneOf(Said.class)).add(said);
    }

    void callNormal() {
        calledNormal = true;
    }

    void limit() {
        limited = true;
    }

    /** Says whether a kind of danger is named in this way. */
    public boolean says(String kind, Said said) {
        return byKind.getOrDefault(kind, Set.of()).contains(said);
    }

    /** Says that a sentence calls the whole image normal, whatever else is named. */
    public boolean isCalledNormal() {
        return calledNormal;
    }

    /** Says that the image was poor or did not cover everything. */
    public boolean isLimited() {
        return limited;
    }
}
