package org.cervicalcds.service.cdshooks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.service.access.FhirAccess;
import org.cervicalcds.service.access.Grant;
import org.cervicalcds.service.access.Permission;
import org.cervicalcds.service.access.Query;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.cdshooks.wire.Ids;
import org.cervicalcds.service.cdshooks.wire.LogText;
import org.cervicalcds.service.trust.clients.Clients;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Completes what the prefetch brought from the FHIR server of the call, as far as rules and token let it be asked (CDSH-PFD-1). */
final class RecordAccess {
    private static final Logger LOG = LoggerFactory.getLogger(RecordAccess.class);

    /** More drugs than anybody has on one list; the codes of others stay unknown. */
    private static final int MOST_MEDICATIONS = 20;

    /** Those of the newest image reports; of the others it is told that they were not read. */
    private static final int MOST_RESULTS = 20;

    private final FhirAccess access;
    private final Clients clients;
    private final CallMeters meters;

    RecordAccess(FhirAccess access, Clients clients, CallMeters meters) {
        this.access = access;
        this.clients = clients;
        this.meters = meters;
    }

    /**
     * What came for each need, from either source.
     *
     * @param supplied a need that nobody could be asked for is not in it
     * @param otherwise why those were not asked for
     */
    record Come(Map<Need, SuppliedData> supplied, Cause otherwise) {
        Availability availability(Need need, @Nullable Need other) {
            SuppliedData what = supplied.get(need);
            if (what == null && other != null) {
                what = supplied.get(other);
            }
            return what == null ? Availability.nothing(otherwise) : what.availability();
        }
    }

    /** Fetches what is missing. */
    Come complete(OfferedService service, String client, List<Need> needs, HookRequest request, Stopwatch times) {
        Map<Need, SuppliedData> supplied = new HashMap<>(request.prefetch());
        DispatchQueries dispatch = new DispatchQueries(needs, request);
        String base = Callers.base(request.fhirServer());
        Set<Need> medications = new HashSet<>();
        Set<Need> results = new HashSet<>();
        Supplier<List<Query>> due = () -> {
            List<Query> next = new ArrayList<>(dispatch.next());
            add(request.chart().missingMedications(base), medications, MOST_MEDICATIONS, next);
            add(request.chart().missingResults(base), results, MOST_RESULTS, next);
            return next;
        };
        List<Query> queries = new ArrayList<>(due.get());
        for (Need need : needs) {
            SuppliedData came = supplied.get(need);
            if (need.equals(Need.PERFORMER)) {
                continue;
            }
            if (came == null || came.state() == SuppliedData.State.UNUSABLE || came.cause() == Cause.LIST_CUT) {
                service.query(need, request).ifPresent(query -> queries.add(new Query(need, query, false)));
            } else if (came.next() != null) {
                queries.add(new Query(need, came.next(), true));
            }
        }
        if (queries.isEmpty()) {
            return new Come(supplied, Cause.NO_ACCESS);
        }
        Permission permission = access.permission(
                request.fhirServer(),
                request.authorization(),
                request.patientId(),
                clients.fhirServers(client),
                client);
        if (permission instanceof Permission.Refusal refusal) {
            refused(refusal.cause(), client, request, times);
            return new Come(supplied, refusal.cause());
        }
        Map<Need, SuppliedData> fetched = access.fetch(
                (Grant) permission,
                queries,
                request.reader(),
                asked -> {
                    meters.asked(asked);
                    times.asked(asked);
                },
                due);
        if (fetched.values().stream().anyMatch(what -> what.cause() == Cause.PRIVATE_ADDRESS)) {
            refused(Cause.PRIVATE_ADDRESS, client, request, times);
        }
        fetched.forEach((need, what) -> supplied.merge(need, what, RecordAccess::completed));
        return new Come(supplied, Cause.NO_ACCESS);
    }

    /** What resources of the call refer to and is not in it; each is asked for once. */
    private static void add(List<Need> missing, Set<Need> asked, int most, List<Query> queries) {
        missing.stream()
                .filter(need -> Ids.isSafe(need.key().substring(need.key().indexOf('/') + 1)))
                .filter(need -> asked.size() < most && asked.add(need))
                .forEach(need -> queries.add(new Query(need, need.key(), false)));
    }

    /** What had come before stays where nothing was added to it. */
    private static SuppliedData completed(SuppliedData before, SuppliedData fetched) {
        boolean began = before.state() == SuppliedData.State.DATA || before.state() == SuppliedData.State.EMPTY;
        boolean anew = before.cause() == Cause.LIST_CUT && fetched.state() != SuppliedData.State.FAILED;
        if (!began || anew) {
            return fetched;
        }
        return fetched.state() == SuppliedData.State.FAILED ? before.butNotAll(fetched.cause()) : before.and(fetched);
    }

    /** The address is the word of a client; without a token anybody may have written it, and it stays out of the log. */
    private void refused(Cause cause, String client, HookRequest request, Stopwatch times) {
        String setting = setting(cause);
        if (setting.isEmpty()) {
            return;
        }
        meters.refused(cause);
        String named = LogText.clean(client);
        boolean unnamed = named.equals("-") || client.isBlank() || client.equals(Clients.ANONYMOUS);
        LOG.warn(
                "id={} client={} FHIR access refused: {} server={} ({})",
                times.requestId(),
                named,
                cause.code(),
                unnamed ? "-" : LogText.clean(Callers.base(request.fhirServer())),
                setting);
    }

    /** What decides it, for whoever reads the log; empty where no rule does. */
    private static String setting(Cause cause) {
        return switch (cause) {
            case NO_TOKEN -> "servers that are asked without a token: cervical-cds.fhir.open-servers";
            case TOKEN_NOT_USABLE ->
                "the token is expired, no bearer token, or made out to another client (cervical-cds.fhir.client-ids) or patient";
            case SERVER_NOT_ALLOWED -> "cervical-cds.fhir.allowed-servers, or fhir-servers of the client";
            case PLAIN_HTTP -> "in production a token travels over https only";
            case PRIVATE_ADDRESS -> "cervical-cds.fhir.private-servers";
            default -> "";
        };
    }
}
