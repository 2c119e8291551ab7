package org.cervicalcds.cql;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.cql.References.Defined;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerOptions;
import org.cqframework.cql.cql2elm.CqlTranslator;
import org.cqframework.cql.cql2elm.LibraryBuilder;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.ModelManager;
import org.cqframework.cql.cql2elm.StringLibrarySourceProvider;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.cqframework.cql.cql2elm.quick.FhirLibrarySourceProvider;
import org.cqframework.cql.cql2elm.tracking.Trackable;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/** The libraries of a package in ELM. */
public final class Translation {
    private final LibraryManager libraries;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> elm = new LinkedHashMap<>();
    private final Map<String, VersionedIdentifier> identifiers = new LinkedHashMap<>();
    private final Map<String, Library> inMemory = new LinkedHashMap<>();

    private static final Pattern VERSION = Pattern.compile("(?m)^library \\w+ version '([^']+)'");
    private static @Nullable Translation last;

    private final Map<String, String> cql;

    /** Translates every library; what is wrong is gathered. The last translation is kept: it takes much longer than any comparison. */
    public static synchronized Translation of(Map<String, String> cql) {
        Translation known = last;
        if (known == null || !known.cql.equals(cql)) {
            known = new Translation(new LinkedHashMap<>(cql));
            last = known;
        }
        return known;
    }

    private Translation(Map<String, String> cql) {
        this.cql = cql;
        neverCleanUp();
        CqlCompilerOptions options = new CqlCompilerOptions(
                CqlCompilerException.ErrorSeverity.Info,
                LibraryBuilder.SignatureLevel.Overloads,
                CqlCompilerOptions.Options.EnableResultTypes);
        libraries = new LibraryManager(new ModelManager(), options);
        libraries.getLibrarySourceLoader().registerProvider(new FhirLibrarySourceProvider());
        libraries.getLibrarySourceLoader().registerProvider(new StringLibrarySourceProvider(List.copyOf(cql.values())));
        cql.keySet().forEach(this::translate);
    }

    private void translate(String name) {
        VersionedIdentifier wanted = new VersionedIdentifier();
        wanted.setId(name);
        // Libraries are kept by their version, too: asked for without it, each would be translated once more for those
        // that include it.
        Matcher version = VERSION.matcher(String.valueOf(cql.get(name)));
        if (version.find()) {
            wanted.setVersion(version.group(1));
        }
        List<CqlCompilerException> exceptions = new ArrayList<>();
        CompiledLibrary compiled = libraries.resolveLibrary(wanted, exceptions);
        for (CqlCompilerException problem : exceptions) {
            var at = problem.getLocator();
            String library = at == null || at.getLibrary() == null
                    ? name
                    : String.valueOf(at.getLibrary().getId());
            problems.add(library + (at == null ? "" : ":" + at.getStartLine() + ":" + at.getStartChar()) + " "
                    + problem.getSeverity() + ": " + problem.getMessage());
        }
        Library library = compiled.getLibrary();
        if (library == null || library.getIdentifier() == null) {
            throw new IllegalStateException(name + " was not translated: " + problems);
        }
        identifiers.put(name, library.getIdentifier());
        inMemory.put(name, library);
        elm.put(name, CqlTranslator.convertToJson(library));
    }

    /**
     * Version 4.4.0 looks through all it ever translated at each 5000th look-up, which makes the time grow with the square of the text: the
     * counter is set so far back that it does not come to that.
     */
    static void neverCleanUp() {
        try {
            Field map = Trackable.class.getDeclaredField("extensionPropertiesByElement");
            map.setAccessible(true);
            Object extensions = map.get(null);
            Field count = extensions.getClass().getDeclaredField("operationCount");
            count.setAccessible(true);
            count.setInt(extensions, Integer.MIN_VALUE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the translator is another than 4.4.0", e);
        }
    }

    /** Errors, warnings and hints, with library and line; empty for a sound package. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** ELM as JSON, by name of the library. */
    public Map<String, String> elm() {
        return Map.copyOf(elm);
    }

    /** ELM as JSON of a library that comes with the translator. */
    String elmOf(String name, String version) {
        VersionedIdentifier wanted = new VersionedIdentifier();
        wanted.setId(name);
        wanted.setVersion(version);
        Library library = libraries.resolveLibrary(wanted, new ArrayList<>()).getLibrary();
        if (library == null) {
            throw new IllegalArgumentException("no library is named " + name);
        }
        return CqlTranslator.convertToJson(library);
    }

    /** The libraries that the engine evaluates; a change of one changes what it evaluates. */
    Map<String, Library> inMemory() {
        return inMemory;
    }

    /** All definitions of all libraries that take nothing. */
    Map<Defined, ExpressionDef> definitions() {
        Map<Defined, ExpressionDef> all = new LinkedHashMap<>();
        inMemory.forEach((name, library) -> {
            var statements = library.getStatements();
            if (statements != null) {
                statements.getDef().stream()
                        .filter(definition -> !(definition instanceof FunctionDef))
                        .forEach(definition -> all.put(new Defined(name, definition.getName(), false), definition));
            }
        });
        return all;
    }

    LibraryManager libraries() {
        return libraries;
    }

    VersionedIdentifier identifier(String library) {
        VersionedIdentifier identifier = identifiers.get(library);
        if (identifier == null) {
            throw new IllegalArgumentException("no library is named " + library);
        }
        return identifier;
    }
}
