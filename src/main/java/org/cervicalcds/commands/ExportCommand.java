package org.cervicalcds.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.cervicalcds.content.Content;
import org.cervicalcds.export.CqlExport;
import org.cervicalcds.export.PackageCheck;
import org.cervicalcds.export.findings.Extent;

/** Writes the cards for systems that run CQL, and checks what was written. */
final class ExportCommand {
    static final Set<String> OPTIONS = Set.of("--cards", "--overlay", "--out", "--card", "--engine");
    static final String USAGE = "export cql --out <folder> [--card <id>]  [--cards <folder>] [--overlay <folder>]";
    static final String CHECK_USAGE =
            "export check <folder> [--engine <folder of jars>]  [--cards <folder>] [--overlay <folder>]";
    private static final String ENGINE = "cql-engine";
    private static final String BUILD =
            "In a checkout of the project, ./mvnw -Pcql -DskipTests package makes one: target/cql-engine (docs/cql.md).";

    private ExportCommand() {}

    static int run(Content content, Arguments given, PrintStream out) {
        if (given.plain().size() == 2 && given.plain().get(0).equals("check")) {
            return check(content, Path.of(given.plain().get(1)), Path.of(given.value("--engine", ENGINE)), out);
        }
        if (!given.plain().equals(List.of("cql"))) {
            throw new IllegalArgumentException("export wants a form: cql, or check and a folder");
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

    /** Plays the vignettes in the engine of a folder of jars. */
    private static int check(Content content, Path folder, Path engine, PrintStream out) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(jars(engine), ExportCommand.class.getClassLoader())) {
            // The translator looks for its models there; without them it finds errors, and keeps nothing that it has
            // translated.
            thread.setContextClassLoader(loader);
            PackageCheck check = ServiceLoader.load(PackageCheck.class, loader)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(engine + " holds no engine of CQL. " + BUILD));
            return check.check(content, folder, out) ? Commands.SOUND : Commands.PROBLEMS;
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + " cannot be checked: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] jars(Path engine) throws IOException {
        if (!Files.isDirectory(engine)) {
            throw new IllegalArgumentException("The engine of CQL is no part of the service, and there is no folder "
                    + engine + " (--engine). " + BUILD);
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(engine, "*.jar")) {
            for (Path file : files) {
                jars.add(file.toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }
}
