package org.cervicalcds.hooks;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cervicalcds.cards.Answer;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.cards.Decision;
import org.cervicalcds.chart.Availability;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.ChartScope;
import org.cervicalcds.chart.Need;
import org.cervicalcds.fhir.FhirAccess;
import org.cervicalcds.fhir.Grant;
import org.cervicalcds.fhir.Query;
import org.cervicalcds.fhir.Supplied;
import org.cervicalcds.store.Call;
import org.cervicalcds.trust.Clients;
import org.cervicalcds.trust.Output;

/** Answers hook calls: reads, fetches what is missing, decides, writes. */
final class HookCall {
    private final RequestReader reader;
    private final FhirAccess access;
    private final Clients clients;
    private final CardDeck deck;
    private final Clock clock;
    private final boolean explains;
    private final boolean silent;
    private final Output usual;
    private final Recorder recorder;
    private final CallMeters meters;
    private final AuditTrail audit;

    HookCall(
            RequestReader reader,
            FhirAccess access,
            Clients clients,
            CardDeck deck,
            Clock clock,
            Settings settings,
            Recorder recorder,
            CallMeters meters,
            AuditTrail audit) {
        this.reader = reader;
        this.access = access;
        this.clients = clients;
        this.deck = deck;
        this.clock = clock;
        this.explains = settings.explain();
        this.silent = settings.silent();
        this.usual = settings.output();
        this.recorder = recorder;
        this.meters = meters;
        this.audit = audit;
    }

    /**
     * The reply to a body.
     *
     * @param client issuer of the client that calls
     * @throws RequestProblem 400 for what is no call of this service's hooks, 412 where the patient can be had from nowhere
     */
    byte[] answer(String client, OfferedService service, Body body, Stopwatch times) {
        return reply(client, service, body, times, clock.instant(), false).body();
    }

    /** The reply to a body that nobody sent: the whole way but for what is put on record. */
    byte[] rehearse(OfferedService service, byte[] body) {
        return rehearse(service, body, clock.instant()).body();
    }

    /** As if the body had come at that time. */
    Reply rehearse(OfferedService service, byte[] body, Instant now) {
        return reply("", service, Body.of(body), new Stopwatch(), now, true);
    }

    /** What is sent, and what was decided. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(byte[] body, List<Decision> decisions) {}

    private Reply reply(
            String client, OfferedService service, Body body, Stopwatch times, Instant now, boolean rehearsal) {
        Output output = clients.output(client).orElse(usual);
        HookRequest request = reader.read(body, service.keys(), output.maxResults());
        List<Need> needs = service.needsOf(request.hook());
        if (needs == null) {
            throw RequestProblem.invalid("This service does not serve the hook of the request.");
        }
        times.lap("read");
        if (isForLayUser(request) || !hasPatient(service, client, needs, request, times)) {
            if (!rehearsal) {
                DecisionLog.answered(times, client, service.id(), request, DecisionLog.line(List.of(), List.of()));
            }
            return new Reply(AnswerWriter.NO_CARDS, List.of());
        }
        ChartScope scope = new ChartScope(
                request.hook(),
                request.patientId(),
                request.encounterId(),
                request.userType(),
                request.selections(),
                now,
                clock.getZone());
        Chart chart = request.chart().build(scope);
        Answer decided = explains && request.explain() ? deck.explain(chart) : deck.answer(chart);
        Call call = rehearsal ? null : recorder.call(client, service.id(), request);
        Answer answer = call == null ? decided : recorder.withoutSettled(call, decided);
        if (call != null && (silent || clients.isSilent(client))) {
            answer = Silence.over(answer);
        }
        times.lap("decide");
        List<AnswerWriter.Sent> sent = new ArrayList<>();
        byte[] reply = AnswerWriter.write(answer, scope, output, times.micros(), sent::add);
        times.lap("write");
        if (call != null) {
            DecisionSet set = recorder.told(decided, answer, sent);
            recorder.record(call, set.outcomes(), times);
            set.count();
            audit.decided(new AuditTrail.Decided(call, now, request.patientId(), set.outcomes()));
            DecisionLog.answered(times, client, service.id(), request, set.line());
        }
        return new Reply(reply, answer.decisions());
    }

    private static boolean isForLayUser(HookRequest request) {
        return request.userType().equals("Patient") || request.userType().equals("RelatedPerson");
    }

    /** Fetches what is missing; false where the client says that there is no such patient. */
    private boolean hasPatient(
            OfferedService service, String client, List<Need> needs, HookRequest request, Stopwatch times) {
        Supplied patient = request.prefetch().get(Need.PATIENT);
        if (patient != null && patient.state() == Supplied.State.EMPTY) {
            return false;
        }
        Map<Need, Supplied> supplied = new HashMap<>(request.prefetch());
        fetchMissing(service, client, needs, request, supplied, times);
        times.lap("fetch");
        if (!request.chart().hasPatient(request.patientId())) {
            throw new RequestProblem(
                    412, "processing", "The patient was not supplied in prefetch and could not be fetched.");
        }
        for (Need need : needs) {
            Supplied what = supplied.get(need);
            request.chart().supplied(need, what == null ? Availability.NOTHING : what.availability());
        }
        return true;
    }

    private void fetchMissing(
            OfferedService service,
            String client,
            List<Need> needs,
            HookRequest request,
            Map<Need, Supplied> supplied,
            Stopwatch times) {
        List<Query> queries = new ArrayList<>();
        for (Need need : needs) {
            Supplied came = supplied.get(need);
            if (came == null || came.state() == Supplied.State.UNUSABLE) {
                service.query(need, request).ifPresent(query -> queries.add(new Query(need, query, false)));
            } else if (came.next() != null) {
                queries.add(new Query(need, came.next(), true));
            }
        }
        if (queries.isEmpty()) {
            return;
        }
        Optional<Grant> grant = access.grant(
                request.fhirServer(), request.authorization(), request.patientId(), clients.fhirServers(client));
        grant.ifPresent(g -> supplied.putAll(access.fetch(g, queries, request.reader(), asked -> {
            meters.asked(asked);
            times.asked(asked);
        })));
    }
}
