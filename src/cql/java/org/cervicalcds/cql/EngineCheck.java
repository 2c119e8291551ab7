package org.cervicalcds.cql;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.export.CqlExport;
import org.cervicalcds.export.PackageCheck;
import tools.jackson.databind.json.JsonMapper;

/** Checks a package with the reference translator and the reference engine (org.cqframework 4.4.0). */
public final class EngineCheck implements PackageCheck {
    /** Every so many-th vignette is played. */
    private static final int EVERY = Integer.getInteger("cql.every", 1);

    @Override
    public boolean check(Content content, Path folder, PrintStream out) throws IOException {
        return inZoneOf(content, () -> checked(content, folder, out));
    }

    /** Something that reads files. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** FHIR dates without a time are days of the JVM's zone. */
    static <T> T inZoneOf(Content content, Reading<T> reading) throws IOException {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(content.zone()));
        try {
            return reading.read();
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    private static boolean checked(Content content, Path folder, PrintStream out) throws IOException {
        CqlPackage cards = CqlPackage.read(folder);
        List<String> ids = cards.ids("PlanDefinition");
        CqlExport export = CqlExport.of(content, ids);
        String version = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("package/package.json")))
                .path("version")
                .asString("");
        if (!version.equals(export.version())) {
            throw new IllegalArgumentException("The package is of version " + version + ", the content of "
                    + export.version() + ": the same --cards and --overlay are needed as for export cql");
        }
        Translation translation = Translation.of(cards.cql());
        translation.problems().forEach(out::println);
        cards.writeElm(folder, translation.elm());
        Fidelity fidelity =
                new Fidelity(content, export.extents(), new ReferenceEngine(translation, cards.expansions()));
        boolean whole = ids.size() == content.deck().definitions().size();
        List<Comparison> comparisons = new ArrayList<>();
        List<Vignette> vignettes = vignettes(content, Set.copyOf(ids));
        for (int i = 0; i < vignettes.size(); i += EVERY) {
            comparisons.add(fidelity.compare(vignettes.get(i), whole));
        }
        Files.writeString(folder.resolve("fidelity.json"), fidelity.json(comparisons));
        print(comparisons, ids, out);
        out.println(fidelity.speed());
        return translation.problems().isEmpty() && Fidelity.count(comparisons, Comparison.Kind.FAULT) == 0;
    }

    private static List<Vignette> vignettes(Content content, Set<String> cards) {
        return VignetteFiles.read(content).stream()
                .filter(vignette -> cards.contains(vignette.card()))
                .toList();
    }

    private static void print(List<Comparison> comparisons, List<String> cards, PrintStream out) {
        for (Comparison comparison : comparisons) {
            if (comparison.kind() != Comparison.Kind.SAME) {
                out.println(comparison.card() + ", " + comparison.title() + ": service " + comparison.product()
                        + ", CQL " + comparison.cql() + " (" + comparison.kind().word() + ") "
                        + String.join("; ", comparison.findings()));
            }
        }
        String row = "%-36s%10s%10s%10s%14s%10s%n";
        out.printf(row, "card", "vignettes", "same", "words", "between-cards", "faults");
        for (String card : cards) {
            row(card, comparisons.stream().filter(one -> one.card().equals(card)).toList(), row, out);
        }
        row("all", comparisons, row, out);
        List<Comparison> told = comparisons.stream().filter(Comparison::told).collect(Collectors.toList());
        out.println("CQL leaves nothing open in " + told.size() + " vignettes; the same in "
                + Fidelity.count(told, Comparison.Kind.SAME));
    }

    private static void row(String name, List<Comparison> comparisons, String row, PrintStream out) {
        out.printf(
                row,
                name,
                comparisons.size(),
                Fidelity.count(comparisons, Comparison.Kind.SAME),
                Fidelity.count(comparisons, Comparison.Kind.WORDS),
                Fidelity.count(comparisons, Comparison.Kind.BETWEEN_CARDS),
                Fidelity.count(comparisons, Comparison.Kind.FAULT));
    }
}
