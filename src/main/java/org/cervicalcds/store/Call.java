package org.cervicalcds.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One hook call as the store knows it: without a name of the patient. Made by {@link Store#call}.
 *
 * @param client who calls, such as the issuer of its token
 * @param instanceKey keyed hash over client, service, hook instance and patient; null where there is no hook instance
 * @param patientKey keyed hash over client and patient; null where the patient is not known
 * @param encounterKey keyed hash over client and encounter; null where there is none
 */
public record Call(
        UUID id,
        String client,
        String service,
        String hook,
        @Nullable String instanceKey,
        @Nullable String patientKey,
        @Nullable String encounterKey) {}
