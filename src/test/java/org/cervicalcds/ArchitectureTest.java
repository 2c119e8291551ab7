package org.cervicalcds;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cervicalcds.engine.cards.CardDeck;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, libraries stay in their rooms, names say what things are. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(CardDeck.class.getProtectionDomain().getCodeSource().getLocation());

    private static final String[] MIDDLE = {"org.cervicalcds.engine.."};

    @Test
    void theMiddleIsPlainJava() {
        classes()
                .that()
                .resideInAnyPackage(MIDDLE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "com.google.re2j..", "org.cervicalcds.engine..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(MIDDLE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio.channels..", "java.nio.file..", "java.sql.."))
                .check(CLASSES);
    }

    @Test
    void dependenciesOfTheMiddlePointOneWay() {
        List<String> order =
                List.of("text", "terminology", "entries", "chart", "criteria", "findings", "words", "cards", "");
        for (int i = 0; i < order.size(); i++) {
            for (String later : order.subList(i + 1, order.size())) {
                String room = later.isEmpty() ? "org.cervicalcds.engine" : "org.cervicalcds.engine." + later + "..";
                noClasses()
                        .that()
                        .resideInAPackage("org.cervicalcds.engine." + order.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(room)
                        .check(CLASSES);
            }
        }
    }

    @Test
    void packagesHaveNoCircles() {
        for (String room : List.of(
                "", ".service", ".workbench", ".content", ".service.cdshooks", ".service.store", ".service.trust")) {
            slices().matching("org.cervicalcds" + room + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(CLASSES);
        }
    }

    @Test
    void partsOfARoomDoNotKnowTheRoom() {
        for (String room : List.of("content", "service.cdshooks", "service.store", "service.trust")) {
            noClasses()
                    .that()
                    .resideInAPackage("org.cervicalcds." + room + ".*")
                    .and(not(resideInAPackage("org.cervicalcds.content.vignettes")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.cervicalcds." + room)
                    .check(CLASSES);
        }
    }

    @Test
    void theWireFormatKnowsNothingOfWhatIsKept() {
        noClasses()
                .that()
                .resideInAPackage("org.cervicalcds.service.cdshooks.wire..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.cervicalcds.service.store..", "org.springframework.web.."))
                .check(CLASSES);
    }

    @Test
    void librariesStayInTheirRooms() {
        only("ca.uhn.fhir..", "org.cervicalcds.workbench.sandbox..");
        only("org.hl7.fhir..", "org.cervicalcds.workbench.sandbox..");
        only("tools.jackson.dataformat..", "org.cervicalcds.content.files..");
        only("org.fhir.ucum..", "org.cervicalcds.content.findings..");
        // The templates themselves are compiled to gg.jte.generated.
        only("gg.jte..", "gg.jte.generated..", "org.cervicalcds.pages..", "org.cervicalcds.workbench.cardbook..");
        only("org.jsoup..", "org.cervicalcds.fhir.reading..");
        only("com.rtfparserkit..", "org.cervicalcds.fhir.reading..");
        only(
                "org.springframework.web..",
                "org.cervicalcds.workbench.cardbook..",
                "org.cervicalcds.workbench.replay..",
                "org.cervicalcds.service.cdshooks..",
                "org.cervicalcds.service.insights..",
                "org.cervicalcds.workbench.sandbox..",
                "org.cervicalcds.service.trust..",
                "org.cervicalcds");
        only("com.google.re2j..", "org.cervicalcds.engine.text..");
        only("org.apache.parquet..", "org.cervicalcds.replay..");
        only("org.apache.hadoop..", "org.cervicalcds.replay..");
        only("java.sql..", "org.cervicalcds.service.store..");
        only("org.springframework.jdbc..", "org.cervicalcds.service.store..");
        only("com.zaxxer.hikari..", "org.cervicalcds.service.store.database..");
        only("org.flywaydb..", "org.cervicalcds.service.store.database..");
        only("com.nimbusds..", "org.cervicalcds.service.trust.clients..");
        only("org.apache.hc..", "org.cervicalcds.service.access..");
        only(
                "io.github.resilience4j..",
                "org.cervicalcds.service.trust..",
                "org.cervicalcds.service.access..",
                "org.cervicalcds.service.store.database..");
    }

    @Test
    void engineIsTheOnlyWayToDecisions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.cervicalcds.engine..")
                .should()
                .callMethodWhere(target(owner(type(CardDeck.class))).and(target(nameMatching("answer|explain"))))
                .check(CLASSES);
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
    void pagesKnowNothingOfWhatTheyShow() {
        classes()
                .that()
                .resideInAPackage("org.cervicalcds.pages..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "gg.jte..",
                        "tools.jackson.core..",
                        "tools.jackson.databind..",
                        "org.cervicalcds.pages..")
                .check(CLASSES);
    }

    @Test
    void replayStandsOnEngineContentAndReader() {
        noClasses()
                .that()
                .resideInAPackage("org.cervicalcds.replay..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.springframework..",
                        "org.cervicalcds.service..",
                        "org.cervicalcds.workbench..",
                        "org.cervicalcds.commands.."))
                .check(CLASSES);
    }

    @Test
    void exportStandsOnEngineAndContent() {
        classes()
                .that()
                .resideInAPackage("org.cervicalcds.export..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "tools.jackson.core..",
                        "tools.jackson.databind..",
                        "org.cervicalcds.engine..",
                        "org.cervicalcds.content..",
                        "org.cervicalcds.export..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.cervicalcds.export.findings..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.cervicalcds.export"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.cervicalcds.export.cql..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.cervicalcds.export", "org.cervicalcds.export.findings.."))
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.cqframework..", "org.opencds..", "org.hl7.elm.."))
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
                                    "(?s)\\*/\\s+(@[^\\n]+\\s+|@\\w+\\([^)]*\\)\\s+)*(public |abstract |final |sealed |non-sealed )*"
                                            + "(class|interface|enum|record|@interface) " + name + "\\b");
                }
                assertThat(source.resolveSibling("package-info.java")).exists();
            }
        }
    }
}
