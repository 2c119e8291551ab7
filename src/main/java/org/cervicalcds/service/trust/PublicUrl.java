package org.cervicalcds.service.trust;

import org.jspecify.annotations.Nullable;

/**
 * The base address under which clients know this service (CDSH-SEC-7).
 *
 * @param url without {@code /cds-services}; null: whatever the request names
 */
public record PublicUrl(@Nullable String url) {}
