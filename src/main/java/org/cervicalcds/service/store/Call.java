package org.cervicalcds.service.store;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One hook call as the store knows it: without a name of the patient. Made by {@link Store#call}.
 *
 * @param client who calls, such as the issuer of its token
 * @param tenant of the token; empty for none
 * @param fhirServer base address of the record; empty for none
 * @param suppresses whether overrides and cards shown before keep cards away for it
 * @param instanceKey keyed hash over client, tenant, FHIR server, service, hook instance and patient; null where there is no hook instance
 * @param patientKey keyed hash over client, tenant, FHIR server and patient; null where the patient is not known
 * @param encounterKey keyed hash over the same and the encounter; null where there is none
 */
public record Call(
        UUID id,
        String client,
        String tenant,
        String fhirServer,
        boolean suppresses,
        String service,
        String hook,
        @Nullable String instanceKey,
        @Nullable String patientKey,
        @Nullable String encounterKey) {

    /** Version 7 of RFC 9562: ids that are made one after the other lie side by side in an index. */
    static UUID newId(long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return id(millis, random.nextInt(0x1000), random.nextLong());
    }

    /** No id that is made from then on is lower. */
    static UUID lowestId(Instant from) {
        return id(from.toEpochMilli(), 0, 0);
    }

    private static UUID id(long millis, int highest, long others) {
        return new UUID(millis << 16 | 0x7000 | highest, others >>> 2 | 0x8000_0000_0000_0000L);
    }
}
