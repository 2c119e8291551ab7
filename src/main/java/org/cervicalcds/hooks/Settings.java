package org.cervicalcds.hooks;

import java.time.Duration;
import java.util.List;
import org.cervicalcds.store.StoreSettings;
import org.cervicalcds.trust.OperatorSettings;
import org.cervicalcds.trust.Output;
import org.cervicalcds.trust.SecuritySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * Every setting of the service; an unknown one keeps it from starting.
 *
 * @param cards folder with the content, in place of the one in the jar
 * @param overlay folder of a site's own content, laid over it
 * @param explain a request may ask why cards were shown or not
 * @param requireSignOff cards that no clinician has signed as they are now are evaluated but not shown
 * @param data folder of the embedded database; this and what follows up to quiet is read by the store
 * @param retentionDays for how many days decisions and feedback are kept
 * @param patientKeySecret secret of the keyed hashes, the same on all replicas
 * @param decisionQueue how many calls may wait to be written
 * @param database another database than the embedded one
 * @param quiet when cards stay away
 * @param silent every call is evaluated and put on record, and answered without cards: for a rehearsal
 * @param output how answers and discovery look to whoever has no setting of its own
 * @param publicUrl base address under which clients know the service; not set: what the request names (CDSH-SEC-7)
 * @param maxBodyBytes longest request body (CDSH-REQ-13)
 */
@ConfigurationProperties(prefix = "cervical-cds", ignoreUnknownFields = false)
public record Settings(
        @Nullable String cards,
        @Nullable String overlay,
        @DefaultValue("true") boolean explain,
        @Name("cards.require-sign-off") @DefaultValue("false") boolean requireSignOff,
        @Nullable String data,
        @Nullable Integer retentionDays,
        @Nullable String patientKeySecret,
        @Nullable Integer decisionQueue,
        StoreSettings.@Nullable Place database,
        StoreSettings.@Nullable Quiet quiet,
        @DefaultValue("false") boolean silent,
        @DefaultValue Output output,
        @Nullable String publicUrl,
        @DefaultValue("10MB") DataSize maxBodyBytes,
        @DefaultValue Cors cors,
        @DefaultValue Fhir fhir,
        @DefaultValue Sandbox sandbox,
        @DefaultValue OperatorSettings operators,
        @DefaultValue Canaries canaries,
        @DefaultValue Audit audit,
        @DefaultValue SecuritySettings security) {

    /**
     * Which web pages may call the service.
     *
     * @param allowedOrigins origins, or {@code *}; not set: every origin while the sandbox is on, else none (CDSH-CORS-1)
     */
    public record Cors(@Nullable List<String> allowedOrigins) {}

    /**
     * Access to clients' FHIR servers.
     *
     * @param openServers base addresses that may be asked without a token
     * @param allowedServers base addresses that may be asked with one; none: any outside the production profile
     * @param privateServers base addresses that may lie at private, loopback or link-local addresses; outside the production profile all may
     * @param clientIds ids under which clients know this service; none: {@code subject} is not compared
     * @param callsAtOnce hook calls that may ask one server at the same time
     * @param timeBudget for all queries of a hook call together
     * @param maxPages of one query
     * @param maxAnswerBytes of one page
     */
    public record Fhir(
            @DefaultValue List<String> openServers,
            @DefaultValue List<String> allowedServers,
            @DefaultValue List<String> privateServers,
            @DefaultValue List<String> clientIds,
            @DefaultValue("50") int callsAtOnce,
            @DefaultValue("1500ms") Duration timeBudget,
            @DefaultValue("10") int maxPages,
            @DefaultValue("10MB") DataSize maxAnswerBytes) {}

    /**
     * The embedded FHIR server with synthetic patients.
     *
     * @param enabled on by default, off in the production profile
     */
    public record Sandbox(@DefaultValue("true") boolean enabled) {}

    /**
     * A FHIR AuditEvent of each decision.
     *
     * @param file that gets one in each line
     * @param maxFileBytes after which a new file is begun
     * @param fhirServer base address of a server that gets them, in place of a file
     * @param token sent to the server as bearer
     * @param patient how the patient is named
     * @param queue how many may wait to be written
     */
    public record Audit(
            @Nullable String file,
            @DefaultValue("100MB") DataSize maxFileBytes,
            @Nullable String fhirServer,
            @Nullable String token,
            @DefaultValue("HASH") Patient patient,
            @DefaultValue("10000") int queue) {

        /** How the patient is named. */
        public enum Patient {
            /** By the keyed hash under which the store knows the patient. */
            HASH,
            /** By the reference that the client sent. */
            REFERENCE,
            /** Not at all. */
            NONE
        }

        /** The token stays out of logs. */
        @Override
        public String toString() {
            return "Audit[file=" + file + ", fhirServer=" + fhirServer + ", patient=" + patient + "]";
        }
    }

    /**
     * The worked examples that are played against the running service.
     *
     * @param every time between two rounds; zero: they are never played
     */
    public record Canaries(@DefaultValue("1h") Duration every) {}

    /** The origins in force. */
    List<String> allowedOrigins() {
        List<String> origins = cors.allowedOrigins();
        return origins != null ? origins : sandbox.enabled() ? List.of("*") : List.of();
    }
}
