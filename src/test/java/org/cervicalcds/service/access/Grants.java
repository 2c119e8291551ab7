package org.cervicalcds.service.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of access, and leave to ask a server for tests that do not look at why there is none. */
final class Grants {
    private static final List<String> OF_THIS_MACHINE =
            List.of("http://localhost", "https://localhost", "http://127.0.0.1", "http://ehr.example");

    private Grants() {}

    /** Any server may be asked, those of this machine included. */
    static AccessRules local(Duration budget, int atOnce, AccessRules.Alias... aliases) {
        return rules(List.of(), List.of(), true, OF_THIS_MACHINE, budget, atOnce, aliases);
    }

    static AccessRules rules(
            List<String> open,
            List<String> allowed,
            boolean anyServer,
            List<String> mayBePrivate,
            Duration budget,
            int atOnce,
            AccessRules.Alias... aliases) {
        return new AccessRules(
                open,
                allowed,
                anyServer,
                true,
                mayBePrivate,
                List.of(),
                50,
                atOnce,
                budget,
                3,
                10_000,
                List.of(aliases));
    }

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
