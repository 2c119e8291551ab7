package org.cervicalcds.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.export.PackageCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line looks at the content and ends with a code that a build can act on. */
@Tag("long")
class CommandsTest {
    private static final String OVERLAYS = "src/test/resources/overlays/";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Commands commands = new Commands(
            folder -> ContentFiles.in(Path.of(folder == null ? "cds-cards" : folder)),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            Clock.fixed(Vignette.NOW, ZoneOffset.UTC));

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void checkIsContentWithTheShippedCards() {
        assertThat(commands.run("check")).as(printed()).isEqualTo(Commands.SOUND);
        assertThat(printed()).endsWith("vignettes: no problem" + System.lineSeparator());
    }

    @Test
    void checkListsSignaturesThatNoLongerHold(@TempDir Path overlay) throws IOException {
        Files.writeString(
                overlay.resolve("sign-off.yaml"),
                """
                deep-massage-caution:
                  hash: %1$s
                  name: B. Clinician
                  role: rheumatologist
                  date: 2026-11-21
                  languages:
                    de: {hash: %1$s, name: C. Clinician, role: rheumatologist, date: 2026-11-22}
                """
                        .formatted("0".repeat(64)));
        assertThat(commands.run("check", "--overlay", overlay.toString()))
                .as(printed())
                .isEqualTo(Commands.SOUND);
        assertThat(printed())
                .contains("2 signatures no longer valid:")
                .contains("  deep-massage-caution, changed since B. Clinician signed on 2026-11-21")
                .contains("  deep-massage-caution in de, changed since C. Clinician signed on 2026-11-22");
    }

    @Test
    void checkPlaysTheVignettesOfTheSiteToo() {
        assertThat(commands.run("check", "--overlay", OVERLAYS + "hospital"))
                .as(printed())
                .isEqualTo(Commands.SOUND);
    }

    @Test
    void checkPrintsEveryProblemOfABrokenOverlay() {
        assertThat(commands.run("check", "--overlay=" + OVERLAYS + "broken")).isEqualTo(Commands.PROBLEMS);
        assertThat(printed()).startsWith("5 problems in the cards:").contains("did you mean 'recent-trauma-days'?");
    }

    @Test
    void checkPrintsAVignetteThatDoesNotHold() {
        assertThat(commands.run("check", "--overlay", OVERLAYS + "wrong-vignette"))
                .isEqualTo(Commands.PROBLEMS);
        assertThat(printed())
                .contains("deep-massage-caution: nobody is warned of everything: is silent (deep-massage-order), not"
                        + " warning");
    }

    @Test
    void checkNamesWhatNoVignetteTriesAndNoCardUses(@TempDir Path overlay) throws IOException {
        Files.createDirectories(overlay.resolve("findings"));
        Files.writeString(
                overlay.resolve("findings/local.yaml"),
                "nobody-asks:\n  age: { at-least: older-age-years, unknown: absent }\n");
        Files.writeString(
                overlay.resolve("override-reasons.yaml"),
                "nobody-offers:\n  display: Nobody is offered this\n  days: 0\n  critical-days: 0\n");
        Files.writeString(overlay.resolve("phrases.yaml"), "nobody-looks: [nobody]\n");
        Files.createDirectories(overlay.resolve("value-sets"));
        Files.writeString(
                overlay.resolve("value-sets/dx-nobody.yaml"),
                "title: Nobody\ncodes:\n  icd-10-cm: { Z99.9: nobody }\n");
        for (String id : List.of("as-cervical-fracture-risk", "neck-pain-red-flags")) {
            Files.writeString(
                    Files.createDirectories(overlay.resolve(id)).resolve("card.yaml"),
                    Files.readString(Path.of("cds-cards", id, "card.yaml")).replace(", encounter-discharge", ""));
        }
        Path card = Files.createDirectories(overlay.resolve("our-card"));
        Files.writeString(
                card.resolve("card.yaml"),
                Files.readString(Path.of("cds-cards/radiograph-for-spasm/card.yaml"))
                        .replace("radiograph-for-spasm", "our-card"));

        assertThat(commands.run("check", "--overlay", overlay.toString()))
                .as(printed())
                .isEqualTo(Commands.PROBLEMS);
        assertThat(printed())
                .contains(
                        "services.yaml: cervical-encounter-discharge serves encounter-discharge, on which no card speaks",
                        "value-sets/dx-nobody.yaml: is used by nothing",
                        "phrases.yaml: nobody-looks is used by nothing",
                        "findings: nobody-asks is used by no card",
                        "override-reasons.yaml: nobody-offers is offered by no card",
                        "our-card: has no vignette");
        printed.reset();

        Files.writeString(
                card.resolve("vignettes.yaml"),
                """
                - title: nobody and nothing
                  hook: order-select
                  patient: {born: 1980-01-01}
                  expect: silent
                """);
        assertThat(commands.run("check", "--overlay", overlay.toString())).isEqualTo(Commands.PROBLEMS);
        assertThat(printed())
                .contains("our-card: tiers[0] (info) speaks in no vignette")
                .containsPattern("our-card: tiers\\[0].unless [a-z-]+ keeps it silent in no vignette")
                .doesNotContain("our-card: is silent in no vignette");
    }

    /** As the how-to has it: a new card is off, and must be tried all the same. */
    @Test
    void aCardThatIsOffNeedsItsVignettesToo(@TempDir Path overlay) throws IOException {
        Path card = Files.createDirectories(overlay.resolve("our-card"));
        Files.writeString(
                card.resolve("card.yaml"),
                Files.readString(Path.of("cds-cards/radiograph-for-spasm/card.yaml"))
                        .replace("radiograph-for-spasm", "our-card")
                        .replaceFirst("(?m)^status: on", "status: off"));

        assertThat(commands.run("check", "--overlay", overlay.toString())).isEqualTo(Commands.PROBLEMS);
        assertThat(printed()).contains("our-card: has no vignette");
    }

    @Test
    void aVignetteMayNameTheTierOfItsReason(@TempDir Path overlay) throws IOException {
        Path vignettes = Files.createDirectories(overlay.resolve("as-cervical-fracture-risk"))
                .resolve("vignettes.yaml");
        String patient =
                """
                - title: "%s"
                  hook: patient-view
                  patient: {born: 1963-02-01}
                  conditions:
                    - {code: icd-10-cm|M45.2, onset: "2001"}
                  expect: info
                  because: {%s}
                """;
        Files.writeString(
                vignettes,
                patient.formatted("AS alone", "critical: injury-danger, warning: new-pain-or-minor-deficit"));
        assertThat(commands.run("check", "--overlay", overlay.toString()))
                .as(printed())
                .isEqualTo(Commands.SOUND);
        printed.reset();

        Files.writeString(vignettes, patient.formatted("AS alone", "critical: rigid-neck"));
        assertThat(commands.run("check", "--overlay", overlay.toString())).isEqualTo(Commands.PROBLEMS);
        assertThat(printed()).contains("AS alone: its tiers critical are kept back by [", "none by rigid-neck");
        printed.reset();

        Files.writeString(vignettes, patient.formatted("AS alone", "critcal: injury-danger"));
        assertThat(commands.run("check", "--overlay", overlay.toString())).isEqualTo(Commands.PROBLEMS);
        assertThat(printed()).contains("did you mean 'critical'?");
    }

    @Test
    void thoroughCheckWantsACardThatIsThere() {
        assertThat(commands.run("check", "--thorough", "--card=no-such-card")).isEqualTo(Commands.MISUSED);
        assertThat(printed()).contains("Not a card: no-such-card");
    }

    @Test
    void oneTabInAFileIsOneProblem(@TempDir Path cards) throws IOException {
        for (Path from : ContentFiles.in(Path.of("cds-cards")).texts().keySet().stream()
                .map(Path::of)
                .toList()) {
            Files.createDirectories(cards.resolve(from).getParent());
            Files.writeString(
                    cards.resolve(from), Files.readString(Path.of("cds-cards").resolve(from)));
        }
        Path broken = cards.resolve("findings/neck-pain.yaml");
        Files.writeString(broken, Files.readString(broken).replaceFirst("(?m)^  any-of", "\tany-of"));

        assertThat(commands.run("check", "--cards", cards.toString())).isEqualTo(Commands.PROBLEMS);
        assertThat(printed().lines().filter(line -> line.contains(".yaml")))
                .as(printed())
                .singleElement()
                .asString()
                .startsWith("  findings/neck-pain.yaml: line ");
    }

    @Test
    void checkTellsWhichCodesOfASiteReachAValueSet(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("codes.csv"),
                """
                system,code,display,count
                http://fhir.de/CodeSystem/bfarm/icd-10-gm,M45.02,"Spondylitis ankylosans, Zervikalbereich",17
                http://fhir.de/CodeSystem/bfarm/icd-10-gm,M54.-,Rückenschmerzen,1200
                http://fhir.de/CodeSystem/bfarm/icd-10-gm,E11.90,Diabetes,4000
                https://codes.hospital.example/dx,9631008,Bechterew,3
                https://codes.hospital.example/dx,4711,Hausdiagnose,9
                """);
        assertThat(commands.run("check", "--codes", file.toString())).isEqualTo(Commands.SOUND);
        assertThat(printed().lines())
                .contains(
                        "5 codes of 5,229 entries: 1 of 17 entries reach a value set, 2 of 1,203 entries nearly, 2 do"
                                + " not.",
                        "  M45.02                17  dx-ankylosing-spondylitis",
                        "Not read: 2 codes of 12 entries in https://codes.hospital.example/dx (code-systems.yaml does not"
                                + " know the address, or no row is in use)")
                .anyMatch(line -> line.startsWith("  M54.-              1,200  too short for ")
                        && line.contains("dx-neck-pain (M54.2"))
                .anyMatch(line -> line.contains("in dx-ankylosing-spondylitis if it is a code of snomed"));
    }

    @Test
    void aListOfCodesMustNameItsColumns(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("codes.csv"), "M45.02;17\n");
        assertThat(commands.run("check", "--codes=" + file)).isEqualTo(Commands.MISUSED);
        assertThat(printed()).contains("must name the columns system and code");
    }

    @Test
    void statusOfTranslationsIsLeftInTheTargetFolder() throws IOException {
        assertThat(commands.run("i18n", "status")).isEqualTo(Commands.SOUND);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "i18n-status.txt"), printed());
        assertThat(printed()).contains("de: ", "es: ", "fr: ").doesNotContain("too long: ");
    }

    @Test
    void whatAChangeOfTheEnglishWordsMakesStaleIsToldAndCanBeRefused(@TempDir Path overlay) throws IOException {
        Files.writeString(overlay.resolve("precedence.yaml"), "closing-line: Another last line.\n");
        assertThat(commands.run("i18n", "status", "--strict", "--overlay", overlay.toString()))
                .isEqualTo(Commands.PROBLEMS);
        assertThat(printed())
                .contains("de.po: missing: Another last line.", "de.po: stale: Advice only;", "de: 0 of 12 cards");
        assertThat(commands.run("i18n", "missing", "de", "--overlay", overlay.toString()))
                .isEqualTo(Commands.SOUND);
        assertThat(printed()).contains("# de.po", "msgid \"Another last line.\"");
    }

    @Test
    void aLanguageWithoutAFileIsMisuse() {
        assertThat(commands.run("i18n", "missing", "it")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("i18n")).isEqualTo(Commands.MISUSED);
    }

    @Test
    void hashesPrintsALineToSignForEachCard() {
        assertThat(commands.run("hashes", "--cards", "cds-cards")).isEqualTo(Commands.SOUND);
        assertThat(printed())
                .containsPattern("(?m)^deep-massage-caution: {4}# not signed\\R {2}hash: [0-9a-f]{64}\\R {2}name:$");
    }

    private static Path bundle(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("bundle.json"),
                """
                {"resourceType":"Bundle","entry":[
                 {"resource":{"resourceType":"Patient","id":"p1","birthDate":"1960-01-01"}},
                 {"resource":{"resourceType":"Condition","id":"as","subject":{"reference":"Patient/p1"},"recordedDate":"2010-01-01",
                  "clinicalStatus":{"coding":[{"code":"active"}]},
                  "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M45.2"}]}}},
                 {"resource":{"resourceType":"Condition","id":"fall","subject":{"reference":"Patient/p1"},
                  "recordedDate":"2025-06-10T08:00:00Z","onsetDateTime":"2025-06-10T07:00:00Z",
                  "clinicalStatus":{"coding":[{"code":"active"}]},
                  "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"W01.0XXA"}]}}},
                 {"resource":{"resourceType":"Condition","id":"pain","subject":{"reference":"Patient/p1"},
                  "recordedDate":"2025-06-11T08:00:00Z","onsetDateTime":"2025-06-11T07:00:00Z",
                  "clinicalStatus":{"coding":[{"code":"active"}]},
                  "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.2"}]}}}]}""");
    }

    @Test
    void evaluatePrintsTheDecisionsAndWhy(@TempDir Path folder) throws IOException {
        assertThat(commands.run("evaluate", bundle(folder).toString(), "--hook", "patient-view"))
                .as(printed())
                .isEqualTo(Commands.SOUND);
        assertThat(printed())
                .containsPattern("(?m)^shown {2}as-cervical-fracture-risk critical$")
                .containsPattern("(?m)^ {6}when \\S+: present {2}.*Condition/fall");
    }

    @Test
    void evaluateAsOfAnEarlierDayDoesNotKnowWhatCameLater(@TempDir Path folder) throws IOException {
        assertThat(commands.run("evaluate", bundle(folder).toString(), "--at", "2025-06-10"))
                .isEqualTo(Commands.SOUND);
        assertThat(printed())
                .doesNotContain("Condition/fall")
                .doesNotContain("shown  as-cervical-fracture-risk critical");
    }

    @Test
    void evaluateSaysWhatItCannotUse(@TempDir Path folder) throws IOException {
        String bundle = bundle(folder).toString();
        assertThat(commands.run("evaluate")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("evaluate", bundle, "--hook", "patient-veiw")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("evaluate", bundle, "--at", "yesterday")).isEqualTo(Commands.MISUSED);
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"resourceType\":");
        assertThat(commands.run("evaluate", broken.toString())).isEqualTo(Commands.MISUSED);
        assertThat(printed()).contains("wants one file", "is no hook", "neither a day nor", "no JSON: ");
    }

    @Test
    void theBookIsWrittenWithWhatHasChangedSinceAnotherContent(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("book.html");
        assertThat(commands.run("book", "--out", file.toString(), "--language", "de", "--signed-cards", "cds-cards"))
                .as(printed())
                .isEqualTo(Commands.SOUND);
        assertThat(printed()).contains("0 of them are new or have changed since");
        assertThat(file)
                .content()
                .contains("What has changed", "Nothing of the content that decides it and nothing that it says.");

        assertThat(commands.run("book", "--out", file.toString(), "--language", "xx"))
                .isEqualTo(Commands.MISUSED);
        assertThat(printed()).contains("No card is translated to xx; there are ");
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThat(commands.run("chek")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("check", "--verbose")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("check", "--overlay")).isEqualTo(Commands.MISUSED);
        assertThat(commands.run("check", "--overlay", "no/such/folder")).isEqualTo(Commands.MISUSED);
        assertThat(printed())
                .contains("Not a command: chek", "Not an option: --verbose", "--overlay wants a value", "is no folder");
    }

    @Test
    void optionsOfTheServiceAreNoCommand() {
        assertThat(Commands.areMeant("--server.port=9090")).isFalse();
        assertThat(Commands.areMeant()).isFalse();
        assertThat(Commands.areMeant("check")).isTrue();
    }

    @Test
    void exportWritesACardAsAPackage(@TempDir Path folder) {
        assertThat(commands.run("export", "cql", "--out", folder.toString(), "--card", "radiograph-for-spasm"))
                .as(printed())
                .isEqualTo(Commands.SOUND);
        assertThat(folder.resolve("package/PlanDefinition-radiograph-for-spasm.json"))
                .exists();
        assertThat(folder.resolve("cql/RadiographForSpasm.cql")).exists();
        assertThat(printed()).contains(" findings: ").contains(" not evaluated");
        assertThat(commands.run("export", "cql", "--out", folder.toString(), "--card", "no-card"))
                .isEqualTo(Commands.MISUSED);
        assertThat(commands.run("export", "--out", folder.toString())).isEqualTo(Commands.MISUSED);
    }

    /** Seen: without it the translator found none of its models, and {@code export check} did not come to an end. */
    @Test
    void theEngineOfCqlFindsItsFilesByTheThread(@TempDir Path folder) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("engine.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + PackageCheck.class.getName()));
            jar.write(FileOfTheEngine.class.getName().getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry(FileOfTheEngine.NAME));
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThat(commands.run("export", "check", folder.toString(), "--engine", folder.toString()))
                .as(printed())
                .isEqualTo(Commands.SOUND);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    /** A check that is sound where the thread finds a file of the engine's jar. */
    public static final class FileOfTheEngine implements PackageCheck {
        static final String NAME = "file-of-the-engine.txt";

        @Override
        public boolean check(Content content, Path folder, PrintStream out) {
            return Thread.currentThread().getContextClassLoader().getResource(NAME) != null;
        }
    }

    @Test
    void checkingAnExportSaysWhereTheEngineComesFrom(@TempDir Path folder) {
        assertThat(commands.run("export", "check", folder.toString(), "--engine", folder + "/no-engine"))
                .isEqualTo(Commands.MISUSED);
        assertThat(printed()).contains("no-engine").contains("./mvnw -Pcql -DskipTests package");
        assertThat(commands.run("export", "check", folder.toString(), "--engine", folder.toString()))
                .isEqualTo(Commands.MISUSED);
        assertThat(printed()).contains("holds no engine of CQL");
    }
}
