package org.cervicalcds.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Context;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.Evaluation;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Explanation;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.findings.Finding;
import org.cervicalcds.fhir.reading.RecordReader;
import tools.jackson.core.JacksonException;

/** The command {@code evaluate}: the decisions for one patient whose resources stand in a file, and why. */
final class EvaluateCommand {
    static final Set<String> OPTIONS =
            Set.of("--hook", "--patient", "--encounter", "--at", "--draft", "--cards", "--overlay");
    static final String USAGE =
            "evaluate <bundle.json>  --hook <hook> [--patient <id>] [--encounter <id>] [--at <instant>]"
                    + " [--draft <order.json>] [--cards <folder>] [--overlay <folder>]";

    private final Content content;
    private final Clock clock;
    private final PrintStream out;

    EvaluateCommand(Content content, Clock clock, PrintStream out) {
        this.content = content;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Prints the decisions.
     *
     * @throws IllegalArgumentException with a sentence for the user, where an argument is of no use
     */
    int run(Arguments arguments) {
        if (arguments.plain().size() != 1) {
            throw new IllegalArgumentException("evaluate wants one file");
        }
        String hook = arguments.value("--hook", Hook.PATIENT_VIEW.name());
        if (Hook.named(hook) == null) {
            throw new IllegalArgumentException(hook + " is no hook; one of " + String.join(", ", Hook.names()));
        }
        Engine engine = Engine.of(content);
        RecordReader reader = new RecordReader(content);
        byte[] bundle = bytes(arguments.plain().get(0));
        try {
            reader.read(bundle);
            if (arguments.has("--draft")) {
                reader.readDraft(new String(bytes(arguments.required("--draft")), StandardCharsets.UTF_8));
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
        }
        PatientRecord record = reader.complete(engine.dataRequirements(hook));
        String at = arguments.value("--at");
        Instant now = at == null ? clock.instant() : instant(at, content.zone());
        Context context = new Context(hook, patient(arguments, record), now, content.zone(), Locale.ENGLISH, List.of())
                .in(arguments.value("--encounter"));
        print(engine.explain(at == null ? record : record.asOf(now), context, Suppressor.NONE));
        return Commands.SOUND;
    }

    private static String patient(Arguments arguments, PatientRecord record) {
        String named = arguments.value("--patient");
        if (named != null) {
            return named;
        }
        List<String> patients = record.patients();
        if (patients.size() != 1) {
            throw new IllegalArgumentException(
                    "the file holds " + patients.size() + " patients: name one with --patient");
        }
        return patients.get(0);
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        }
    }

    /** An instant, or a day that begins. */
    static Instant instant(String text, ZoneId zone) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    text + " is neither a day nor an instant such as 2026-01-01T00:00:00Z", e);
        }
    }

    private void print(Evaluation evaluation) {
        for (Decision decision : evaluation.decisions()) {
            out.println(decision.outcome().name().toLowerCase(Locale.ROOT) + "  " + decision.card()
                    + (decision.tier() == null ? "" : " " + decision.tier().code())
                    + (decision.reason().isEmpty() ? "" : "  because of " + decision.reason()));
            evaluation.cards().stream()
                    .filter(card -> card.id().equals(decision.card()))
                    .map(Card::summary)
                    .forEach(summary -> out.println("    " + summary));
            evaluation.explanations().stream()
                    .filter(explanation -> explanation.card().equals(decision.card()))
                    .flatMap(explanation -> explanation.tiers().stream())
                    .forEach(this::print);
        }
    }

    private void print(Explanation.TierTried tier) {
        out.println("    " + tier.indicator().code() + (tier.matches() ? " matches" : " does not match"));
        tier.when().forEach(finding -> print("when", finding));
        tier.unless().forEach(finding -> print("unless", finding));
    }

    private void print(String part, Finding finding) {
        String state = finding.isPresent() ? "present" : finding.isAbsent() ? "absent" : "unknown";
        String evidence = finding.evidence().stream().map(Entry::reference).collect(Collectors.joining(", "));
        out.println("      " + part + " " + finding.name() + ": " + state
                + (finding instanceof Finding.Unknown unknown ? " (" + unknown.reason() + ")" : "")
                + (evidence.isEmpty() ? "" : "  " + evidence));
    }
}
