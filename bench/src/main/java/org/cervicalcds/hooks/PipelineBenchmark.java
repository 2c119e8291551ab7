package org.cervicalcds.hooks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.bench.Bodies;
import org.cervicalcds.cards.Answer;
import org.cervicalcds.chart.Chart;
import org.cervicalcds.chart.ChartScope;
import org.cervicalcds.chart.Need;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.fhir.AccessRules;
import org.cervicalcds.fhir.FhirAccess;
import org.cervicalcds.fhir.Json;
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
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;

/** The stages of a hook call one after another, and the whole of it without HTTP. Run in {@code bench/}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PipelineBenchmark {
    /** Length of the body in kB. */
    @Param({"15", "200", "2000"})
    public int kilobytes;

    private byte[] body = {};
    private Content content;
    private OfferedService service;
    private RequestReader reader;
    private HookCall hookCall;
    private Chart chart;
    private Answer answer;
    private final Instant now = Instant.parse("2026-06-15T12:00:00Z");

    /** Loads the content beside the benchmarks. */
    @Setup
    public void load() throws IOException {
        body = Bodies.body(kilobytes * 1000);
        content = Content.load(ContentFiles.in(Path.of("../cds-cards")));
        List<Need> needs = content.deck().needs(ChartScope.PATIENT_VIEW);
        service = OfferedService.of(
                "cervical-patient-view",
                Map.of(ChartScope.PATIENT_VIEW, needs),
                new PrefetchTemplates(content.terminology()));
        reader = new RequestReader(content.terminology(), ZoneOffset.UTC);
        FhirAccess none = new FhirAccess(new AccessRules(
                List.of(), List.of(), false, false, List.of(), Duration.ofSeconds(1), 1, 1_000_000));
        hookCall = new HookCall(reader, none, content.deck(), Clock.fixed(now, ZoneOffset.UTC));
        chart = chart();
        answer = cards();
    }

    private ChartScope scope() {
        return new ChartScope(
                ChartScope.PATIENT_VIEW, "p1", null, "Practitioner", List.of(), now, ZoneOffset.UTC);
    }

    /** What no reader can be quicker than. */
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
        return reader.read(body, service.keys()).chart().build(scope());
    }

    /** Findings and cards of a chart. */
    @Benchmark
    public Answer cards() {
        return content.deck().answer(chart);
    }

    @Benchmark
    public byte[] writer() {
        return AnswerWriter.write(answer, scope());
    }

    /** Body to reply. */
    @Benchmark
    public byte[] wholePipeline() {
        return hookCall.rehearse(service, body);
    }
}
