package org.cervicalcds.commands;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.export.CqlExport;
import org.cervicalcds.export.Extent;

/** Writes the cards for systems that run CQL. */
final class ExportCommand {
    static final Set<String> OPTIONS = Set.of("--cards", "--overlay", "--out", "--card");
    static final String USAGE = "export cql --out <folder> [--card <id>]  [--cards <folder>] [--overlay <folder>]";

    private ExportCommand() {}

    static int run(Content content, Arguments given, PrintStream out) {
        if (!given.plain().equals(List.of("cql"))) {
            throw new IllegalArgumentException("export wants a form: cql");
        }
        String folder = given.required("--out");
        String card = given.value("--card");
        CqlExport export = card == null ? CqlExport.of(content) : CqlExport.of(content, List.of(card));
        export.writeTo(Path.of(folder));
        long whole = export.extents().values().stream()
                .filter(Extent.GENERATED::equals)
                .count();
        long open = export.extents().values().stream()
                .filter(Extent.WORDS_OPEN::equals)
                .count();
        int all = export.extents().size();
        out.println(export.files().size() + " files in " + folder + "; " + all + " findings: " + whole + " generated, "
                + open + " as far as their words can be told, " + (all - whole - open) + " not evaluated");
        return Commands.SOUND;
    }
}
