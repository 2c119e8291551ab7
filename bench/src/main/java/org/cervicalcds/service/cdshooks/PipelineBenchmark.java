package org.cervicalcds.service.cdshooks;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.bench.Bodies;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.fhir.json.Json;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.telemetry.DecisionLog;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.AnswerWriter;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.core.JsonParser;

/** The stages of a hook call one after another, and the whole of it without HTTP, with the parts of a service that runs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class PipelineBenchmark {
    private static final String SERVICE = "cervical-patient-view";

    /** The day on which Synthea ends, see {@code bench/bodies.sh}. */
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** Length of the body in kB. */
    @Param({"15", "200", "2000"})
    public int kilobytes;

    /** Whether a card speaks for the patient. */
    boolean speaking;

    private byte[] body;
    private ConfigurableApplicationContext application;
    private CardDeck deck;
    private OfferedService service;
    private RequestReader reader;
    private HookCall hookCall;
    private Engine engine;
    private Context context;
    private Chart chart;
    private PatientRecord record;
    private Answer answer;

    /** Starts the service as it is by default, but for the sandbox. */
    @Setup
    public void start() throws IOException {
        body = speaking ? Bodies.speaking(kilobytes) : Bodies.body(kilobytes * 1000);
        application = SpringApplication.run(
                CervicalCds.class,
                "--server.port=0",
                "--cervical-cds.sandbox.enabled=false",
                "--cervical-cds.data=../target/bench-data",
                "--logging.level.root=warn",
                "--logging.level." + DecisionLog.NAME + "=warn");
        deck = application.getBean(CardDeck.class);
        Terminology terminology = application.getBean(Terminology.class);
        service = Objects.requireNonNull(OfferedService.all(
                        application.getBean(ServiceCatalogue.class), deck, new PrefetchTemplates(terminology))
                .get(SERVICE));
        reader = new RequestReader(terminology, ZoneOffset.UTC);
        hookCall = application.getBean(HookCall.class);
        engine = Engine.of(deck);
        context = context(reader.read(body, service.keys()));
        record = record();
        chart = chart();
        answer = cards();
    }

    @TearDown
    public void stop() {
        application.close();
    }

    private static Context context(HookRequest request) {
        return new Context(
                        request.hook(), request.patientId(), NOW, ZoneOffset.UTC, Locale.ENGLISH, request.selections())
                .in(request.encounterId());
    }

    /** What no reader that rests on the library can be quicker than. */
    @Benchmark
    public int tokens() {
        int count = 0;
        try (JsonParser in = Json.parser(body)) {
            while (in.nextToken() != null) {
                count++;
            }
        }
        return count;
    }

    @Benchmark
    public Object reader() {
        return reader.read(body, service.keys());
    }

    /** Reader and chart. */
    @Benchmark
    public Chart chart() {
        return engine.chart(record(), context);
    }

    private PatientRecord record() {
        HookRequest request = reader.read(body, service.keys());
        request.prefetch().forEach((need, supplied) -> request.chart().supplied(need, supplied.availability()));
        return PatientRecord.of(request.chart());
    }

    /** Findings and cards of a chart. */
    @Benchmark
    public Answer cards() {
        return engine.evaluate(chart, Suppressor.NONE).answer();
    }

    @Benchmark
    public byte[] writer() {
        return AnswerWriter.write(answer, chart.scope());
    }

    /** What of a call depends on the language: from the findings of a chart to the bytes of the reply; null for English. */
    byte[] worded(@Nullable String language) {
        Locale locale = language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
        Context moment = new Context(
                        context.hook(), context.patientId(), NOW, ZoneOffset.UTC, locale, context.selections())
                .in(context.encounterId());
        return AnswerWriter.write(engine.evaluate(record, moment).answer(), chart.scope());
    }

    /** Body to reply, with the decision put on record. */
    @Benchmark
    public byte[] wholePipeline() {
        return whole(null);
    }

    /** The same for a call that asks for a language; null for none. */
    byte[] whole(@Nullable String language) {
        return hookCall.answer(new Callers.Sender("bench", "", 0), service, Body.of(body), new Stopwatch(), language)
                .body();
    }
}
