package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The patient of a vignette gets the same tier where a hospital codes in ICD-10 of the WHO or in ICD-10-GM instead of ICD-10-CM. What these
 * cannot say stands in {@code foreign-codes/not-possible.tsv} with the reason, and each line of it is needed.
 */
class ForeignCodesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CM = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final VignettePlayer PLAYER = new VignettePlayer(CONTENT);
    private static final List<Vignette> VIGNETTES = VignetteFiles.read(CONTENT).stream()
            .filter(vignette -> new String(vignette.request(), StandardCharsets.UTF_8).contains(CM))
            .toList();
    private static final List<String[]> CODES_APART = rows("who.tsv");
    private static final List<String[]> NOT_POSSIBLE = rows("not-possible.tsv");

    private enum Edition {
        WHO("http://hl7.org/fhir/sid/icd-10"),
        GM("http://fhir.de/CodeSystem/bfarm/icd-10-gm");

        private final String address;

        Edition(String address) {
            this.address = address;
        }

        boolean isMeantBy(String[] reason) {
            return reason[1].equals("any") || reason[1].equalsIgnoreCase(name());
        }
    }

    private static List<String[]> rows(String file) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/foreign-codes", file)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPatientGetsTheSameTierOrTheReasonIsListed(Edition edition) {
        List<String> unexplained = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        for (Vignette vignette : VIGNETTES) {
            Set<String> codes = new TreeSet<>();
            String before = PLAYER.play(vignette).outcome();
            String after = PLAYER.play(coded(vignette, edition, codes)).outcome();
            List<String> reasons = NOT_POSSIBLE.stream()
                    .filter(edition::isMeantBy)
                    .filter(reason -> codes.stream().anyMatch(code -> code.matches(reason[0])))
                    .map(reason -> reason[0])
                    .toList();
            if (!after.equals(before)) {
                met.addAll(reasons);
                if (reasons.isEmpty()) {
                    unexplained.add(vignette + ": " + after + ", not " + before + ", with " + codes);
                }
            }
        }
        assertThat(unexplained).isEmpty();
        assertThat(VIGNETTES).hasSizeGreaterThan(600);
        assertThat(NOT_POSSIBLE)
                .filteredOn(edition::isMeantBy)
                .extracting(reason -> reason[0])
                .isSubsetOf(met);
    }

    private static Vignette coded(Vignette vignette, Edition edition, Set<String> codes) {
        JsonNode request = JSON.readTree(vignette.request());
        code(request, edition, codes);
        return new Vignette(
                vignette.card(), vignette.title(), vignette.hook(), JSON.writeValueAsBytes(request), vignette.expect());
    }

    private static void code(JsonNode node, Edition edition, Set<String> codes) {
        if (node instanceof ObjectNode object) {
            for (JsonNode coding : object.path("coding")) {
                if (CM.equals(coding.path("system").asString(""))) {
                    code(object, (ObjectNode) coding, edition, codes);
                }
            }
            object.forEach(child -> code(child, edition, codes));
        } else if (node instanceof ArrayNode array) {
            array.forEach(child -> code(child, edition, codes));
        }
    }

    private static void code(ObjectNode concept, ObjectNode coding, Edition edition, Set<String> codes) {
        String american = coding.get("code").asString();
        codes.add(american);
        String[] said = inWords(american).split(" ", 2);
        coding.put("system", edition.address).put("code", edition == Edition.GM ? german(said[0]) : said[0]);
        if (said.length == 2 && !concept.has("text")) {
            concept.put("text", said[1]);
        }
    }

    /** The code of the WHO, and behind a blank the words that it needs beside it. */
    private static String inWords(String american) {
        if (american.matches("S[12].*S")) {
            return "T91.8"; // sequelae of injuries of neck and trunk have codes of their own
        }
        for (String[] row : CODES_APART) {
            if (american.startsWith(row[0])) {
                return row[1];
            }
        }
        String code = american.replace(".", "");
        code = code.length() == 7 ? code.substring(0, 6) : code;
        while (code.endsWith("X")) {
            code = code.substring(0, code.length() - 1);
        }
        if (code.startsWith("M") && code.length() == 6) {
            boolean ofTheBack = code.compareTo("M40") >= 0 && code.compareTo("M55") < 0;
            code = code.substring(0, 4) + code.charAt(ofTheBack ? 5 : 4); // the fifth place is the site
        } else if (!code.startsWith("M") && code.length() > 4) {
            code = code.substring(0, 4);
        }
        return code.length() < 4 ? code : code.substring(0, 3) + "." + code.substring(3);
    }

    /** ICD-10-GM has a fourth place in M45, puts the site in the fifth, and codes no causes: these become a code that says nothing. */
    private static String german(String code) {
        return code.matches("[VWXY]\\d.*") ? "U99.0" : code.matches("M45\\.\\d") ? "M45.0" + code.charAt(4) : code;
    }
}
