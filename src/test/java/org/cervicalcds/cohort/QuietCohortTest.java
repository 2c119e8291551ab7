package org.cervicalcds.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cervicalcds.cohort.Cohort.Person;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.chart.Hook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often the service speaks is known: nobody changes it without seeing it in the diff, and it is quiet where it has nothing to say. */
@Tag("long")
class QuietCohortTest {
    private static final Path RATES = Path.of("src/test/resources/cohort/firing-rates.tsv");
    private static final Path TABLE = Path.of("docs/firing-rates.md");
    private static final boolean ACCEPT = Boolean.getBoolean("cohort.accept");
    private static final String HOW_TO_ACCEPT =
            "if this is meant: ./mvnw test -Dlater.tests=none -Dtest=QuietCohortTest -Dcohort.accept=true, and commit the two files";

    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Map<String, List<Person>> PEOPLE = new LinkedHashMap<>();
    private static final Map<Person, Answer> VIEWS = new LinkedHashMap<>();
    private static final FiringRates FIRED = new FiringRates(CONTENT.deck());

    /** Diseases that make a spine rigid, as codes or as words of a report; read without the findings that are tested. */
    private static final Pattern AXIAL = Pattern.compile(
            "\"code\":\"(M45|9631008|713777005|M48\\.1|31487001|M43\\.2)|[Aa]nkylosing spondylitis|[Ff]used cervical|[Bb]amboo");

    /** Reasons for a critical red flag card in somebody without axial disease. */
    private static final Pattern RED_FLAG = Pattern.compile(
            "\"code\":\"(161882006|R29\\.1|R50|386661006|G0[0-3]|I60|I77\\.7|M46\\.[234]|G06\\.1|S12|S14|G82"
                    + "|G83|165232002|267064002|60389000|11538006|R41\\.82)|\"code\":\"8310-5\"");

    /** Whatever a card might have something to say about. */
    private static final Pattern OF_INTEREST = Pattern.compile(
            "\"code\":\"(M4[3-8]|M5[0-4]|S1|G24|R20|R26|R27|R29|R53|G0|I60|I77|G8"
                    + "|81680005|1121000119107|161882006|95418008|74333002|9631008|713777005|31487001|39848009|90460009|26544005|22325002|165232002|267064002"
                    + "|387854002|308449000|308450000|21949|6845|2101|57258|1292|24946-6|36669-0|30667-0|24935-9)"
                    + "|[Aa]nkylosing spondylitis|[Cc]yclobenzaprine|[Mm]ethocarbamol|[Cc]arisoprodol|[Tt]izanidine|[Bb]aclofen");

    @BeforeAll
    static void playEverybody() {
        CohortPlayer player = new CohortPlayer(CONTENT);
        for (String part : Cohort.PARTS) {
            PEOPLE.put(part, Cohort.part(part));
        }
        long started = System.nanoTime();
        PEOPLE.forEach((part, people) -> {
            FIRED.expect(part, people.size(), FiringRates.VIEW, Hook.PATIENT_VIEW.name());
            for (Person person : people) {
                Answer answer = player.view(person);
                VIEWS.put(person, answer);
                FIRED.count(part, FiringRates.VIEW, answer);
            }
        });
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "Cohort: %d charts opened, %.0f patients per second, JSON read and all cards decided%n",
                VIEWS.size(), VIEWS.size() / seconds);
        PEOPLE.forEach((part, people) -> {
            FIRED.expect(part, people.size(), FiringRates.VISITS, Hook.PATIENT_VIEW.name());
            people.forEach(person ->
                    player.viewAtVisits(person).forEach(answer -> FIRED.count(part, FiringRates.VISITS, answer)));
            for (String draft : CohortPlayer.DRAFTS.keySet()) {
                FIRED.expect(part, people.size(), draft, Hook.ORDER_SELECT.name());
                people.forEach(person -> FIRED.count(part, draft, player.select(person, draft)));
            }
            FIRED.expect(part, people.size(), FiringRates.OWN_ORDERS, Hook.ORDER_SELECT.name());
            people.forEach(person -> player.selectOwnOrders(person)
                    .forEach(answer -> FIRED.count(part, FiringRates.OWN_ORDERS, answer)));
            FIRED.expect(part, people.size(), FiringRates.OWN_ORDERS_ON_THEIR_DAYS, Hook.ORDER_SELECT.name());
            people.forEach(person -> player.selectOwnOrdersOnTheirDays(person)
                    .forEach(answer -> FIRED.count(part, FiringRates.OWN_ORDERS_ON_THEIR_DAYS, answer)));
            FIRED.expect(part, people.size(), FiringRates.VIEW_CONDITIONS_ONLY, Hook.PATIENT_VIEW.name());
            people.forEach(person ->
                    FIRED.count(part, FiringRates.VIEW_CONDITIONS_ONLY, player.viewWithConditionsOnly(person)));
        });
    }

    @Test
    void everyCardSpeaksAsOftenAsCommitted() throws IOException {
        String now = FIRED.tsv();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/firing-rates.tsv"), now);
        accept(RATES, now);
        assertThat(FiringRates.difference(committed(RATES), now))
                .as("people per part, situation, card and outcome, was -> is; %s", HOW_TO_ACCEPT)
                .isEmpty();
        assertThat(now).as("order of lines; %s", HOW_TO_ACCEPT).isEqualTo(committed(RATES));
    }

    @Test
    void theTableForReadersIsUpToDate() throws IOException {
        String now = FIRED.markdown();
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/firing-rates.md"), now);
        accept(TABLE, now);
        assertThat(committed(TABLE)).as("%s; %s", TABLE, HOW_TO_ACCEPT).isEqualTo(now);
    }

    private static void accept(Path file, String text) throws IOException {
        if (ACCEPT) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    private static String committed(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void theCohortIsLargeEnough() {
        assertThat(PEOPLE.getOrDefault("general", List.of()).size()).isGreaterThanOrEqualTo(1000);
        assertThat(PEOPLE.getOrDefault("clinic", List.of()).size()).isGreaterThanOrEqualTo(300);
    }

    /** A critical card interrupts: without a spine that may be rigid it needs a reason that nobody would call a coincidence. */
    @Test
    void nobodyWithoutAxialDiseaseOrARedFlagGetsACriticalCard() {
        assertThat(whoGets("critical", person -> !matches(AXIAL, person) && !matches(RED_FLAG, person)))
                .isEmpty();
    }

    /** Fever, falls, cancer, osteoporosis and drugs alone are no business of this service: it must not join in. */
    @Test
    void nobodyWithoutSpineNeckOrNerveEntriesGetsACard() {
        assertThat(whoGets("", person -> !matches(OF_INTEREST, person))).isEmpty();
    }

    /** Card 1 is why the service exists (EV-14, EV-15, EV-16): recent injury and recent neck pain in AS must never pass in silence. */
    @Test
    void everybodyWithSpondylitisAndARecentInjuryAndNeckPainGetsTheFractureCard() {
        List<String> silent = new ArrayList<>();
        int met = 0;
        for (Map.Entry<Person, Answer> view : VIEWS.entrySet()) {
            RecentRecord record = new RecentRecord(view.getKey().text());
            if (record.hasConfirmedSpondylitis()
                    && record.hasInjury()
                    && record.hasNeckPain()
                    && !record.isPalliative()
                    && !record.isClearedByReport()) {
                met++;
                boolean speaks = view.getValue().cards().stream()
                        .anyMatch(card -> card.id().equals("as-cervical-fracture-risk")
                                && !card.indicator().code().equals("info"));
                if (!speaks) {
                    silent.add(view.getKey().id());
                }
            }
        }
        assertThat(met).as("people it matters for").isPositive();
        assertThat(silent).isEmpty();
    }

    /** Alert fatigue: in a general practice fewer than one opened chart in fifty may interrupt. */
    @Test
    void fewChartsOfTheGeneralPopulationInterrupt() {
        assertThat(FIRED.perThousand("general", FiringRates.VIEW, FiringRates.INTERRUPTING, "shown"))
                .isLessThan(20);
    }

    private static boolean matches(Pattern pattern, Person person) {
        return pattern.matcher(person.text()).find();
    }

    private static List<String> whoGets(String indicator, Predicate<Person> whom) {
        List<String> got = new ArrayList<>();
        VIEWS.forEach((person, answer) -> {
            for (Card card : answer.cards()) {
                if (card.indicator().code().startsWith(indicator) && whom.test(person)) {
                    got.add(person.id() + " " + card.id() + " "
                            + card.indicator().code());
                }
            }
        });
        return got;
    }
}
