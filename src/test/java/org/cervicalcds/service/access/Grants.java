package org.cervicalcds.service.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leave to ask a server, for tests that do not look at why there is none. */
final class Grants {
    private Grants() {}

    static Optional<Grant> of(
            FhirAccess access,
            @Nullable String server,
            @Nullable Authorization authorization,
            String patientId,
            List<String> ofClient) {
        return access.permission(server, authorization, patientId, ofClient, "") instanceof Grant grant
                ? Optional.of(grant)
                : Optional.empty();
    }
}
