package org.cervicalcds.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The modules that make the cohort say where their numbers come from and use codes that the cards know. */
class ModulesTest {
    private static final Path FOLDER = Path.of("cohort");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Pattern EVIDENCE = Pattern.compile("EV-\\d\\d");
    private static final Map<String, String> SYSTEMS = Map.of(
            "SNOMED-CT", "http://snomed.info/sct",
            "ICD10-CM", "http://hl7.org/fhir/sid/icd-10-cm",
            "LOINC", "http://loinc.org",
            "RxNorm", "http://www.nlm.nih.gov/research/umls/rxnorm");

    private record State(String name, JsonNode state) {
        boolean hasParameters() {
            boolean waits = state.path("type").asString("").equals("Delay");
            return waits || state.has("distributed_transition") || state.has("complex_transition");
        }

        String remarks() {
            List<String> lines = new ArrayList<>();
            state.path("remarks").forEach(line -> lines.add(line.asString("")));
            return String.join(" ", lines);
        }
    }

    private static List<State> states() throws IOException {
        List<State> states = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JSON.readTree(Files.readString(file))
                        .path("states")
                        .properties()
                        .forEach(state ->
                                states.add(new State(file.getFileName() + " " + state.getKey(), state.getValue())));
            }
        }
        return states;
    }

    @Test
    void everyProbabilityAndEveryWaitNamesItsEvidenceOrIsCalledAnAssumption() throws IOException {
        List<String> unexplained = new ArrayList<>();
        for (State state : states()) {
            String remarks = state.remarks();
            Matcher ids = EVIDENCE.matcher(remarks);
            boolean named = remarks.contains("our assumption");
            while (ids.find()) {
                named = true;
                assertThat(CONTENT.evidence()).as(state.name()).containsKey(ids.group());
            }
            if (state.hasParameters() && !named) {
                unexplained.add(state.name());
            }
        }
        assertThat(unexplained).isEmpty();
    }

    /** Codes are never invented: what our modules write must be known to the value sets; local codes and the visits are none of theirs. */
    @Test
    void everyCodeIsInAValueSet() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (State state : states()) {
            for (JsonNode code : state.state().path("codes")) {
                String system = code.path("system").asString("");
                String uri = SYSTEMS.getOrDefault(system, system);
                boolean ours = uri.startsWith("http") && !uri.startsWith("http://hospital.example");
                boolean visit = state.state().path("type").asString("").equals("Encounter");
                String value = code.path("code").asString("");
                if (ours
                        && !visit
                        && CONTENT.terminology().coding(uri, value, null).sets().isEmpty()) {
                    unknown.add(state.name() + ": " + system + " " + value);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
