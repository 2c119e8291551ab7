package org.cervicalcds.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.Gate;
import org.cervicalcds.engine.entries.BodyRegion;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.MassUnits;
import org.cervicalcds.export.cql.Phrases;
import org.cervicalcds.export.cql.WordsLibrary;
import org.cervicalcds.export.findings.Extent;
import org.cervicalcds.export.findings.Findings;
import org.cervicalcds.export.findings.Written;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cards as a FHIR package with CQL (<a href="https://hl7.org/fhir/R4/clinicalreasoning-module.html">FHIR R4, Clinical Reasoning</a>),
 * generated from the content; the same content gives the same bytes.
 */
public final class CqlExport {
    /** What names a version: so many digits of the content's hash. */
    private static final int VERSION_DIGITS = 12;

    private final Content content;
    private final String version;
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, Extent> extents = new TreeMap<>();

    private CqlExport(Content content) {
        this.content = content;
        this.version = "0.1.0-" + content.hash().substring(0, VERSION_DIGITS);
    }

    /** Every card. */
    public static CqlExport of(Content content) {
        return of(
                content,
                content.deck().definitions().stream().map(CardDefinition::id).toList());
    }

    /**
     * Some cards, and those that they ask about.
     *
     * @param ids of cards of the content
     * @throws IllegalArgumentException where no card has such an id, with a sentence for the user
     */
    public static CqlExport of(Content content, List<String> ids) {
        CqlExport export = new CqlExport(content);
        export.write(ids);
        return export;
    }

    /** The units of mass that the export knows, in UCUM. */
    public static List<String> massUnits() {
        return MassUnits.CODES;
    }

    /** The version of every resource; another content has another. */
    public String version() {
        return version;
    }

    /** The files by their path in the folder of the package. */
    public Map<String, String> files() {
        return Map.copyOf(files);
    }

    /** How much of each finding is exported, by its name. */
    public Map<String, Extent> extents() {
        return Map.copyOf(extents);
    }

    /** Writes the files into a folder, over those that are there. */
    public void writeTo(Path folder) {
        files.forEach((name, text) -> {
            try {
                Path file = folder.resolve(name);
                Path parent = file.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void write(List<String> ids) {
        List<CardDefinition> cards = withOthers(ids);
        Findings findings = new Findings(content, cards);
        Codes codes = new Codes(content);
        List<Library> libraries = new ArrayList<>();
        libraries.add(CodesLibrary.write(content, content.terminology().codeSystems(), version));
        libraries.add(handWritten("CervicalChart", "The record as entries", List.of("CervicalCodes")));
        libraries.add(handWritten(WordsLibrary.NAME, "What free text says", List.of()));
        libraries.add(handWritten("CervicalDrugDays", "Days with a drug", List.of("CervicalCodes", "CervicalChart")));
        libraries.add(findings(findings, codes, cards));
        cards.forEach(card -> libraries.add(new CardLibrary(content, findings, card).write(version)));
        libraries.add(AnswerLibrary.write(content, cards, version));
        ValueSetResources valueSets = new ValueSetResources(content, codes, version);
        valueSets.resources().forEach(this::add);
        LibraryResources resources = new LibraryResources(
                version, codes.used().stream().map(set -> set.id()).toList());
        for (Library library : libraries) {
            files.put("cql/" + library.name() + ".cql", library.cql());
            add(resources.resource(library));
        }
        PlanResources plans = new PlanResources(content, version, extents);
        cards.forEach(card -> plans.resources(card).forEach(this::add));
        files.put("package/package.json", FhirJson.text(manifest()));
    }

    private Library findings(Findings findings, Codes codes, List<CardDefinition> cards) {
        Phrases phrases = new Phrases(content);
        List<Written> written = findings.write(codes, phrases, extents);
        LibraryText text = new LibraryText(CardLibrary.SHARED, "Findings, named facts about a patient", version);
        text.include("CervicalCodes", "Codes");
        text.include("CervicalChart", "Chart");
        text.include("CervicalDrugDays", "Drugs");
        text.include(WordsLibrary.NAME, "Words");
        codes.used().forEach(text::valueSet);
        text.context();
        text.comment("What free text says");
        text.define(phrases.definitions());
        text.comment("Findings: true, false, or null where that cannot be told");
        text.define(withoutIdle(
                written.stream().flatMap(one -> one.definitions().stream()).toList()));
        text.comment("Patients who get no card, or fewer");
        text.define(gates(cards));
        return text.library();
    }

    /** What may count is asked only where another finding looks at entries. */
    private static List<Definition> withoutIdle(List<Definition> all) {
        String used =
                all.stream().flatMap(definition -> definition.body().stream()).collect(Collectors.joining("\n"));
        List<Definition> left = all.stream()
                .filter(definition ->
                        !definition.head().endsWith(" open entries\"") || used.contains(definition.head()))
                .toList();
        return left.size() == all.size() ? left : withoutIdle(left);
    }

    private List<Definition> gates(List<CardDefinition> cards) {
        Set<Gate> gates = new LinkedHashSet<>();
        cards.forEach(card -> gates.addAll(content.deck().gatesOf(card)));
        List<Definition> definitions = new ArrayList<>();
        for (Gate gate : gates) {
            List<String> parts = new ArrayList<>();
            gate.when().forEach(finding -> parts.add("(" + CqlText.name(finding) + " is true)"));
            gate.unless().forEach(finding -> parts.add("(" + CqlText.name(finding) + " is not true)"));
            definitions.add(Definition.of("gate " + gate.name(), CqlText.all(parts)));
        }
        return definitions;
    }

    /** The cards in the order of the deck, with those that their findings ask about. */
    private List<CardDefinition> withOthers(List<String> ids) {
        Set<String> wanted = new LinkedHashSet<>();
        List<String> next = new ArrayList<>(ids);
        while (!next.isEmpty()) {
            String id = next.remove(next.size() - 1);
            CardDefinition card = content.deck().card(id);
            if (card == null) {
                throw new IllegalArgumentException("No card is named " + id);
            }
            if (wanted.add(id)) {
                next.addAll(CardLibrary.others(content, new Findings(content, List.of(card)), card));
            }
        }
        return content.deck().definitions().stream()
                .filter(card -> wanted.contains(card.id()))
                .toList();
    }

    private Library handWritten(String name, String title, List<String> includes) {
        String file = name + ".cql";
        try (InputStream in = CqlExport.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file);
            }
            String cql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> marks = new HashMap<>(marks());
            marks.putAll(new WordsLibrary(content).marks());
            for (Map.Entry<String, String> mark : marks.entrySet()) {
                cql = cql.replace("@" + mark.getKey() + "@", mark.getValue());
            }
            return new Library(name, title, includes, cql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the hand-written libraries leave to the content and to the service's own words. */
    private Map<String, String> marks() {
        return Map.ofEntries(
                Map.entry("VERSION", version),
                Map.entry("BASE", FhirJson.BASE),
                Map.entry("ENDED-VISIT", String.valueOf(content.deck().rules().endedVisitDays())),
                Map.entry("ACTIVE-ORDERS", String.valueOf(content.deck().rules().activeOrderDays())),
                Map.entry("NECK-OR-SPINE", CqlText.escaped(BodyRegion.NECK_OR_SPINE_WORDS)),
                Map.entry("LIMB-OR-JAW", CqlText.escaped(BodyRegion.LIMB_OR_JAW_WORDS)),
                Map.entry("ELSEWHERE", CqlText.escaped(BodyRegion.ELSEWHERE_WORDS)),
                Map.entry("NECK-NAMED", CqlText.escaped(BodyRegion.NECK_WORDS)),
                Map.entry("FILM", CqlText.escaped(ImagingWords.FILM_WORDS)),
                Map.entry("CT", CqlText.escaped(ImagingWords.CT_WORDS)),
                Map.entry("MR", CqlText.escaped(ImagingWords.MR_WORDS)),
                Map.entry("NECK", CqlText.escaped(ImagingWords.NECK_WORDS)),
                Map.entry("SPINE", CqlText.escaped(ImagingWords.SPINE_WORDS)),
                Map.entry("NOT-BONE", CqlText.escaped(ImagingWords.NOT_BONE_WORDS)));
    }

    private void add(ObjectNode resource) {
        String type = resource.get("resourceType").asString();
        String id = resource.get("id").asString();
        files.put("package/" + type + "-" + id + ".json", FhirJson.text(resource));
    }

    private ObjectNode manifest() {
        ObjectNode manifest = FhirJson.object();
        manifest.put("name", "org.cervicalcds.cards").put("version", version);
        manifest.put("description", "Cervical CDS: the cards as PlanDefinitions with CQL. Not signed by a clinician.");
        manifest.put("author", "Cervical CDS").put("type", "IG").put("canonical", FhirJson.BASE);
        manifest.putArray("fhirVersions").add("4.0.1");
        manifest.putObject("dependencies").put("hl7.fhir.r4.core", "4.0.1");
        return manifest;
    }
}
