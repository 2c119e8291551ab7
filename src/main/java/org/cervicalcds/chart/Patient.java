package org.cervicalcds.chart;

import org.jspecify.annotations.Nullable;

/** The patient, as far as cards depend on it. */
public record Patient(String id, @Nullable PartialDate birthDate, boolean active, boolean deceased) {}
