package org.cervicalcds.chart;

/** How much of a need the chart was given; only when all of it came does "not found" mean "absent". */
public enum Availability {
    ALL,
    /** The first pages of more. */
    PART,
    /** Not supplied, or the query failed. */
    NOTHING
}
