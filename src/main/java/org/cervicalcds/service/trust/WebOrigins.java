package org.cervicalcds.service.trust;

import java.util.List;

/**
 * Origins of web pages that may call the addresses of CDS Hooks (CDSH-CORS-1).
 *
 * @param origins as browsers send them, or {@code *}; none: no page of another origin
 */
public record WebOrigins(List<String> origins) {
    public WebOrigins {
        origins = List.copyOf(origins);
    }
}
