package org.cervicalcds.chart;

import org.jspecify.annotations.Nullable;

/** The encounter of the hook's context. */
public record Encounter(String id, boolean inProgress, @Nullable PartialDate start) {}
