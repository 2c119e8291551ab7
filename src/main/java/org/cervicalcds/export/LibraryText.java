package org.cervicalcds.export;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;

/** The text of one CQL library, written from top to bottom. */
final class LibraryText {
    private static final String FHIR = "4.0.1";

    private final String name;
    private final String title;
    private final String version;
    private final List<String> includes = new ArrayList<>();
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    LibraryText(String name, String title, String version) {
        this.name = name;
        this.title = title;
        this.version = version;
    }

    void include(String library, String alias) {
        includes.add(library);
        head.append("include ")
                .append(library)
                .append(" version '")
                .append(version)
                .append('\'');
        head.append(library.equals(alias) ? "\n" : " called " + alias + "\n");
    }

    void valueSet(ValueSet set) {
        body.append("valueset ").append(CqlText.name(set.id())).append(": ");
        body.append(CqlText.string(ValueSetResources.address(set.id()))).append('\n');
    }

    void context() {
        body.append(body.isEmpty() ? "" : "\n").append("context Patient\n");
    }

    void comment(String line) {
        body.append("\n// ").append(line).append('\n');
    }

    void define(List<Definition> definitions) {
        body.append('\n');
        definitions.forEach(definition -> definition.write(body));
    }

    void define(Definition definition) {
        define(List.of(definition));
    }

    Library library() {
        String text = "// " + title + "\n// Generated from the card content; changes here are lost.\nlibrary " + name
                + " version '" + version
                + "'\n\nusing FHIR version '" + FHIR + "'\n\ninclude FHIRHelpers version '" + FHIR + "'\n" + head + "\n"
                + body;
        return new Library(name, title, List.copyOf(includes), text);
    }
}
