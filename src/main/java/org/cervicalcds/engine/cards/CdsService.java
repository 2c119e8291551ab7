package org.cervicalcds.engine.cards;

import org.jspecify.annotations.Nullable;

/** A CDS service as discovery offers it: an id under which one hook is answered. */
public record CdsService(
        String id, String hook, String title, String description, @Nullable String usageRequirements) {}
