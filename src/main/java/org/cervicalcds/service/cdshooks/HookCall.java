package org.cervicalcds.service.cdshooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.Evaluation;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.service.access.FhirAccess;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.DecisionLog;
import org.cervicalcds.service.cdshooks.telemetry.DecisionSet;
import org.cervicalcds.service.cdshooks.telemetry.Recorder;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.AnswerWriter;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.cervicalcds.service.store.Call;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.trust.clients.Output;
import org.jspecify.annotations.Nullable;

/** Answers hook calls: reads, fetches what is missing, decides, writes. */
final class HookCall {
    private static final int OK = 200;
    private static final int LACKING = 412;
    private static final Callers.Sender NOBODY = new Callers.Sender("", "", 0);

    /** Processor time in which a chart must be judged; what is not by then stays undetermined. */
    private static final Duration TIME_TO_JUDGE = Duration.ofMillis(500);

    private final RequestReader reader;
    private final RecordAccess access;
    private final Clients clients;
    private final Engine engine;
    private final Engine inTime;
    private final Clock clock;
    private final boolean explains;
    private final boolean silent;
    private final Output usual;
    private final ReaderLanguage languages;
    private final Callers callers;
    private final Recorder recorder;
    private final CallMeters meters;
    private final AuditTrail audit;

    HookCall(
            RequestReader reader,
            FhirAccess access,
            Clients clients,
            Engine engine,
            Clock clock,
            ServiceSettings settings,
            Callers callers,
            Recorder recorder,
            CallMeters meters,
            AuditTrail audit) {
        this.reader = reader;
        this.access = new RecordAccess(access, clients, meters);
        this.clients = clients;
        this.engine = engine;
        this.inTime = engine.within(TIME_TO_JUDGE);
        this.clock = clock;
        this.explains = settings.explain();
        this.silent = settings.silent();
        this.usual = settings.output();
        this.languages = new ReaderLanguage(engine.languages());
        this.callers = callers;
        this.recorder = recorder;
        this.meters = meters;
        this.audit = audit;
    }

    /**
     * The reply to a body.
     *
     * @param sender who calls, as the check of its token says
     * @param accepted what the call says in {@code Accept-Language}; null for nothing
     * @return 412 where the patient can be had from nowhere, or the Conditions from nowhere and no card is shown
     * @throws RequestProblem 400 for what is no call of this service's hooks
     */
    Reply answer(Callers.Sender sender, OfferedService service, Body body, Stopwatch times, @Nullable String accepted) {
        Locale locale = languages.of(
                clients.output(sender.client()).map(Output::language).orElse(null), accepted, usual.language());
        return reply(sender, service, body, times, clock.instant(), false, locale);
    }

    /** The reply to a body that nobody sent, as if it had come at that time: the whole way but for what is put on record. */
    Reply rehearse(OfferedService service, byte[] body, Instant now) {
        return reply(NOBODY, service, Body.of(body), new Stopwatch(), now, true, Locale.ENGLISH);
    }

    /**
     * What is sent, and what was decided.
     *
     * @param status of HTTP: 200 or 412
     * @param languages of the cards that are sent; none where there is no card
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, byte[] body, List<Decision> decisions, Set<Locale> languages) {
        Reply(int status, byte[] body, List<Decision> decisions) {
            this(status, body, decisions, Set.of());
        }
    }

    private Reply reply(
            Callers.Sender sender,
            OfferedService service,
            Body body,
            Stopwatch times,
            Instant now,
            boolean rehearsal,
            Locale locale) {
        String client = sender.client();
        Output output = clients.output(client).orElse(usual);
        HookRequest request = reader.read(body, service.keys(), output.maxResults());
        List<Need> needs = service.needsOf(request.hook());
        if (needs == null) {
            throw RequestProblem.invalid("This service does not serve the hook of the request.");
        }
        times.lap("read");
        if (isForLayUser(request) || saysThatThereIsNoPatient(request)) {
            if (!rehearsal) {
                DecisionLog.answered(times, client, service.id(), request, OK, DecisionLog.line(List.of(), List.of()));
            }
            return new Reply(OK, AnswerWriter.NO_CARDS, List.of());
        }
        RecordAccess.Come come = access.complete(service, client, needs, request, times);
        times.lap("fetch");
        if (!request.chart().hasPatient(request.patientId())) {
            Cause cause = come.availability(Need.PATIENT, null).cause();
            if (!rehearsal) {
                DecisionLog.answered(
                        times, client, service.id(), request, LACKING, DecisionLog.lacks(Need.PATIENT, cause));
            }
            return new Reply(LACKING, Outcomes.json("processing", MissingData.text("The patient", cause)), List.of());
        }
        note(come, service, needs, request);
        Context context = new Context(
                request.hook(),
                request.patientId(),
                now,
                clock.getZone(),
                locale,
                request.selections(),
                request.encounterId(),
                request.userType(),
                request.dispatched(),
                request.performer());
        PatientRecord record = PatientRecord.of(request.chart());
        Call call = rehearsal ? null : recorder.call(callers.of(sender, request), service.id(), request);
        Suppressor suppressor = call == null ? Suppressor.NONE : recorder.suppressor(call, times);
        Engine judging = rehearsal ? engine : inTime;
        Evaluation evaluation = explains && request.explain()
                ? judging.explain(record, context, suppressor)
                : judging.evaluate(record, context, suppressor);
        Chart chart = evaluation.chart();
        Answer answer = evaluation.answer();
        Cause lacking = lacking(needs, chart, answer.decisions());
        int status = lacking == Cause.NONE ? OK : LACKING;
        if (call != null && (silent || clients.isSilent(client))) {
            answer = SilentMode.over(answer);
        }
        times.lap("decide");
        List<AnswerWriter.Sent> sent = new ArrayList<>();
        byte[] reply = lacking == Cause.NONE
                ? AnswerWriter.write(answer, chart, output, request.requester(), times.micros(), sent::add)
                : Outcomes.json(
                        "processing",
                        MissingData.text("The conditions", lacking),
                        AnswerWriter.explanation(answer, chart, times.micros()));
        times.lap("write");
        if (call != null) {
            meters.read(service.id(), chart);
            DecisionSet set = recorder.told(answer, sent);
            recorder.record(call, set.outcomes(), times, status);
            set.count();
            audit.decided(new AuditTrail.Decided(call, now, request.patientId(), set.outcomes()));
            String lacks = lacking == Cause.NONE ? "" : DecisionLog.lacks(Need.CONDITIONS, lacking);
            String late = chart.isOutOfTime() ? " out-of-time" : "";
            DecisionLog.answered(times, client, service.id(), request, status, set.line() + lacks + late);
        }
        Set<Locale> spoken = new LinkedHashSet<>();
        answer.cards().forEach(card -> spoken.add(card.language()));
        return new Reply(status, reply, answer.decisions(), spoken);
    }

    private static boolean isForLayUser(HookRequest request) {
        return request.userType().equals("Patient") || request.userType().equals("RelatedPerson");
    }

    private static boolean saysThatThereIsNoPatient(HookRequest request) {
        SuppliedData patient = request.prefetch().get(Need.PATIENT);
        return patient != null && patient.state() == SuppliedData.State.EMPTY;
    }

    /** Notes in the chart how much of each need came. */
    private static void note(RecordAccess.Come come, OfferedService service, List<Need> needs, HookRequest request) {
        for (Need need : needs) {
            Need other = need.equals(Need.PERFORMER) && request.performer() != null
                    ? Need.resource(request.performer())
                    : null;
            request.chart().supplied(need, service.availability(need, come.availability(need, other)));
        }
        come.supplied().forEach((need, what) -> {
            if (need.isResource()) {
                request.chart().supplied(need, what.availability());
            }
        });
        request.chart().resultsHaveCome();
    }

    /**
     * Why an answer without a card would be taken for an all-clear, though the Conditions could not be had at all; {@link Cause#NONE} where
     * it would not (CDSH-PFD-2, CDSH-HTTP-5). A gate holds whatever the Conditions are, and a call without draft orders asks about nothing.
     */
    private static Cause lacking(List<Need> needs, Chart chart, List<Decision> decisions) {
        Availability conditions = chart.availability(Need.CONDITIONS);
        boolean had = !needs.contains(Need.CONDITIONS) || conditions.extent() != Availability.Extent.NOTHING;
        if (had
                || chart.gaps().noDraftOrders()
                || decisions.stream().anyMatch(HookCall::isACard)
                || decisions.stream().allMatch(decision -> decision.reason().startsWith("gate:"))) {
            return Cause.NONE;
        }
        return conditions.cause();
    }

    /** It is shown, or would be were it not suppressed. */
    private static boolean isACard(Decision decision) {
        return decision.outcome() == Decision.Outcome.SHOWN
                || Suppression.isReason(decision.reason())
                || CardStatus.isReason(decision.reason());
    }
}
