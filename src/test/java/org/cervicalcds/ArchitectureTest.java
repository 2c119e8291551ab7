package org.cervicalcds;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, libraries stay in their rooms, names say what things are. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.cervicalcds");

    private static final String[] MIDDLE = {
        "org.cervicalcds.terminology..",
        "org.cervicalcds.chart..",
        "org.cervicalcds.findings..",
        "org.cervicalcds.cards.."
    };

    @Test
    void theMiddleIsPlainJava() {
        classes()
                .that()
                .resideInAnyPackage(MIDDLE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.cervicalcds.terminology..",
                        "org.cervicalcds.chart..",
                        "org.cervicalcds.findings..",
                        "org.cervicalcds.cards..")
                .check(CLASSES);
    }

    @Test
    void dependenciesOfTheMiddlePointOneWay() {
        List<String> order = List.of("terminology", "chart", "findings", "cards");
        for (int i = 0; i < order.size(); i++) {
            for (String later : order.subList(i + 1, order.size())) {
                noClasses()
                        .that()
                        .resideInAPackage("org.cervicalcds." + order.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.cervicalcds." + later + "..")
                        .check(CLASSES);
            }
        }
    }

    @Test
    void packagesHaveNoCircles() {
        slices().matching("org.cervicalcds.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void librariesStayInTheirRooms() {
        only("ca.uhn.fhir..", "org.cervicalcds.fhir..", "org.cervicalcds.sandbox..");
        only("org.hl7.fhir..", "org.cervicalcds.fhir..", "org.cervicalcds.sandbox..");
        only("tools.jackson.dataformat..", "org.cervicalcds.content..");
        only(
                "org.springframework.web..",
                "org.cervicalcds.cardbook..",
                "org.cervicalcds.hooks..",
                "org.cervicalcds.insights..",
                "org.cervicalcds.sandbox..",
                "org.cervicalcds.trust..",
                "org.cervicalcds");
        only("java.sql..", "org.cervicalcds.store..");
        only("org.springframework.jdbc..", "org.cervicalcds.store..");
        only("com.zaxxer.hikari..", "org.cervicalcds.store..");
        only("org.flywaydb..", "org.cervicalcds.store..");
        only("com.nimbusds..", "org.cervicalcds.trust..");
        only("org.apache.hc..", "org.cervicalcds.fhir..");
        only("io.github.resilience4j..", "org.cervicalcds.trust..", "org.cervicalcds.fhir..");
    }

    private static void only(String library, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(CLASSES);
    }

    @Test
    void onlyTheMainPackageKnowsEverybody() {
        noClasses()
                .that()
                .resideInAPackage("org.cervicalcds.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.cervicalcds")
                .check(CLASSES);
    }

    @Test
    void onlyTheWiringReadsTheSystemClock() {
        noClasses()
                .that()
                .resideInAnyPackage(MIDDLE)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Processor")
                .orShould()
                .haveSimpleNameEndingWith("Handler")
                .check(CLASSES);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        fields().should()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .check(CLASSES);
    }

    @Test
    void everyTypeHasAJavadocAndEveryPackageSaysWhatItKnows() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            for (Path source : sources) {
                String text = Files.readString(source);
                if (source.endsWith("package-info.java")) {
                    assertThat(text).as(source.toString()).contains("/**", "@NullMarked");
                } else {
                    String name = source.getFileName().toString().replace(".java", "");
                    assertThat(text)
                            .as(source + " has a Javadoc on its type")
                            .containsPattern(
                                    "(?s)\\*/\\s+(@[^\\n]+\\s+|@\\w+\\(\\{[^}]*}\\)\\s+)*(public |abstract |final |sealed |non-sealed )*"
                                            + "(class|interface|enum|record|@interface) " + name + "\\b");
                }
                assertThat(source.resolveSibling("package-info.java")).exists();
            }
        }
    }
}
