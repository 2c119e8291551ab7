package org.cervicalcds.service.access;

import org.jspecify.annotations.Nullable;

/**
 * {@code fhirAuthorization} of a hook call; never stored and never printed (CDSH-FHIR-3).
 *
 * @param expiresIn seconds; null where missing
 * @param subject the id under which the client knows this service
 * @param patient bare id of the patient the token is good for
 */
public record Authorization(
        @Nullable String accessToken,
        @Nullable String tokenType,
        @Nullable Long expiresIn,
        @Nullable String scope,
        @Nullable String subject,
        @Nullable String patient) {

    @Override
    public String toString() {
        return "Authorization";
    }
}
