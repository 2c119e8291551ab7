package org.cervicalcds.fhir.reading;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.engine.terminology.Units;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.fhir.json.JsonCursor;

/** A small terminology and one patient's chart read from JSON; in the JSON a single quote stands for a double one. */
public final class Sample {
    static final String SNOMED = "http://snomed.info/sct";
    static final String LOINC = "http://loinc.org";
    static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
    static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final Units CONTENT_UNITS =
            Content.load(ContentFiles.in(Path.of("cds-cards"))).terminology().units();
    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    final ValueSet spondylitis;
    final ValueSet temperature;
    final ValueSet relaxant;
    final ValueSet ct;
    final Terminology terminology;
    final ChartBuilder builder;
    public final ChartReader reader;

    public Sample() {
        TerminologyBuilder sets = new TerminologyBuilder();
        sets.codeSystem(system("SNOMED", SNOMED, CodeSystem.Matching.EXACT));
        sets.codeSystem(system("LOINC", LOINC, CodeSystem.Matching.EXACT));
        sets.codeSystem(system("RXNORM", RXNORM, CodeSystem.Matching.EXACT));
        sets.codeSystem(system("ICD10CM", ICD, CodeSystem.Matching.UNDOTTED_PREFIX));
        spondylitis = sets.valueSet("dx-as", "Ankylosing spondylitis", false);
        sets.code(spondylitis, "SNOMED", "9631008", "sample");
        sets.code(spondylitis, "ICD10CM", "M45", "sample");
        temperature = sets.valueSet("obs-temperature", "Temperature", false);
        sets.code(temperature, "LOINC", "8310-5", "sample");
        relaxant = sets.valueSet("med-relaxant", "Muscle relaxants", false);
        sets.code(relaxant, "RXNORM", "2101", "sample");
        sets.ingredient(relaxant, "carisoprodol");
        ct = sets.valueSet("ord-ct", "CT of the neck", false);
        sets.code(ct, "LOINC", "30592-0", "sample");
        sets.units(CONTENT_UNITS);
        terminology = sets.build();
        builder = new ChartBuilder(terminology);
        reader = new ChartReader(terminology, ZoneOffset.UTC, builder);
    }

    private static CodeSystem system(String name, String uri, CodeSystem.Matching matching) {
        return new CodeSystem(name, uri, List.of(), matching);
    }

    /** Reads one prefetch value. */
    SuppliedData read(String json) {
        return readPlain(json.replace('\'', '"'));
    }

    SuppliedData readPlain(String json) {
        JsonCursor in = new JsonCursor(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        in.nextToken();
        SuppliedData supplied = reader.read(in);
        if (in.nextToken() != null) {
            throw new AssertionError("the reader stopped before the end of the value, at " + in.currentToken());
        }
        return supplied;
    }

    /** Reads {@code context.draftOrders} and returns its bytes. */
    byte[] readDrafts(String json) {
        byte[] body = json.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8);
        JsonCursor in = new JsonCursor(body);
        in.nextToken();
        reader.readDrafts(in);
        if (in.nextToken() != null) {
            throw new AssertionError("the reader stopped before the end of the value, at " + in.currentToken());
        }
        return body;
    }

    /** The chart of patient p1. */
    public Chart chart() {
        return builder.build(
                new ChartScope(Hook.ORDER_SIGN.name(), "p1", "e1", "Practitioner", List.of(), NOW, ZoneOffset.UTC));
    }

    /** The chart after one value was read. */
    static Chart chartOf(String json) {
        Sample sample = new Sample();
        sample.read(json);
        return sample.chart();
    }
}
