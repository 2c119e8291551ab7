package org.cervicalcds.service.cdshooks;

import java.time.Duration;
import java.util.List;
import org.cervicalcds.service.access.AccessRules;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.trust.OperatorSettings;
import org.cervicalcds.service.trust.clients.Output;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.cervicalcds.service.uploads.UploadSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * Every setting of the service; an unknown one keeps it from starting.
 *
 * @param cards folder with the content; not set: {@code cds-cards/} beside the service, else the content in the jar
 * @param overlay folder of the site's own content, laid over it: local codes, settings, wording, cards or tiers off or silent
 * @param explain a request may ask why cards were shown or not ("why")
 * @param requireSignOff a card that no clinician has signed as it is now is evaluated and logged, not shown
 * @param data folder of the embedded database; this and what follows up to backup is read by the store
 * @param retentionDays for how many days decisions and feedback are kept
 * @param patientKeySecret secret of the keyed hashes, the same on all replicas
 * @param decisionQueue how many calls may wait to be written
 * @param database another database than the embedded one
 * @param quiet when cards stay away
 * @param backup copies of the embedded database
 * @param silent every call is evaluated and put on record, and answered without cards: a rehearsal before going live
 * @param expectedRates {@code summary.json} of a replay (docs/replay.md), with which {@code /insights} compares how often cards fire; not set: with nothing
 * @param output how answers and discovery look to whoever has no setting of its own
 * @param publicUrl base address that clients call, without {@code /cds-services}; a token's {@code aud} must be below it; not set: what the request names (CDSH-SEC-7)
 * @param allowedHosts names, without ports, under which it may be called besides {@code localhost} and loopback addresses, else 400; {@code *}: any;
 *     not set: none, and any in the production profile
 * @param maxBodyBytes longest request body; more is answered 413 (CDSH-REQ-13)
 * @param uploads how fast bodies must come, and how many at once
 * @param shutdownNotice how long calls are still taken once the service is told to stop; their answers close their connections
 */
@ConfigurationProperties(prefix = "cervical-cds", ignoreUnknownFields = false)
public record ServiceSettings(
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
        StoreSettings.@Nullable Backup backup,
        @DefaultValue("false") boolean silent,
        @Nullable String expectedRates,
        @DefaultValue Output output,
        @Nullable String publicUrl,
        @Nullable List<String> allowedHosts,
        @DefaultValue("10MB") DataSize maxBodyBytes,
        @DefaultValue UploadSettings uploads,
        @DefaultValue("0s") Duration shutdownNotice,
        @DefaultValue Cors cors,
        @DefaultValue Fhir fhir,
        @DefaultValue Sandbox sandbox,
        @DefaultValue OperatorSettings operators,
        @DefaultValue Canaries canaries,
        @DefaultValue Audit audit,
        @DefaultValue SecuritySettings security)
        implements InitializingBean {

    /**
     * Refuses values with which the service could not work.
     *
     * @throws org.cervicalcds.service.trust.clients.InvalidSettingException with all of them
     */
    @Override
    public void afterPropertiesSet() {
        SettingProblems.refuse(this);
    }

    /**
     * Which web pages may call the service.
     *
     * @param allowedOrigins web pages that may call {@code /cds-services}, or {@code *}; not set: every origin while the sandbox is on, else none; a page
     *     of another origin gets 403 once any is listed (CDSH-CORS-1)
     */
    public record Cors(@Nullable List<String> allowedOrigins) {}

    /**
     * Access to clients' FHIR servers.
     *
     * @param openServers base addresses that are asked without a token
     * @param allowedServers base addresses that are asked with the client's token; none: any, and in the production profile none
     * @param privateServers base addresses that may, with all below them, lie at private, loopback or link-local addresses; without a port: all ports of that host
     * @param clientIds our ids at the clients: a token for another {@code subject} is not used; none: it is not compared
     * @param callsAtOnce hook calls that may ask one server at the same time
     * @param queriesAtOnce queries of one hook call that are under way at the same time
     * @param timeBudget time for all queries of a hook call together; what is late counts as unknown
     * @param maxPages pages of one query
     * @param maxAnswerBytes size of one page
     * @param aliases base addresses under which servers give the addresses of further pages, such as their own behind a proxy
     */
    public record Fhir(
            @DefaultValue List<String> openServers,
            @DefaultValue List<String> allowedServers,
            @DefaultValue List<String> privateServers,
            @DefaultValue List<String> clientIds,
            @DefaultValue("50") int callsAtOnce,
            @DefaultValue("6") int queriesAtOnce,
            @DefaultValue("1500ms") Duration timeBudget,
            @DefaultValue("10") int maxPages,
            @DefaultValue("10MB") DataSize maxAnswerBytes,
            @DefaultValue List<AccessRules.Alias> aliases) {}

    /**
     * The embedded FHIR server with synthetic patients.
     *
     * @param enabled the sandbox, the workbench and the card book are served
     */
    public record Sandbox(@DefaultValue("true") boolean enabled) {}

    /**
     * A FHIR AuditEvent of each decision.
     *
     * @param file file that gets one in each line; a full one is put aside under the time at which it was full
     * @param maxFileBytes when the file is full
     * @param fhirServer base address of a FHIR server that gets them, in place of a file
     * @param token bearer token for that server
     * @param patient how the patient is named: {@code hash} (keyed hash of the record), {@code reference} or {@code none}
     * @param queue how many AuditEvents may wait
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
     * @param every time between two rounds; {@code 0}: they are never played
     * @param holdReadiness the service is not ready until a round was played in which no critical tier failed
     */
    public record Canaries(@DefaultValue("1h") Duration every, @DefaultValue("false") boolean holdReadiness) {}

    /** The origins in force. */
    public List<String> allowedOrigins() {
        List<String> origins = cors.allowedOrigins();
        return origins != null ? origins : sandbox.enabled() ? List.of("*") : List.of();
    }
}
