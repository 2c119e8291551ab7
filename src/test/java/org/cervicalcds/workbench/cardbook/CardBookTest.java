package org.cervicalcds.workbench.cardbook;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.pages.Labels;
import org.cervicalcds.pages.Templates;
import org.junit.jupiter.api.Test;

/** The card book says of every card what a clinician needs in order to sign it; the build leaves it in the target folder. */
class CardBookTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final CardBook BOOK = new CardBook(CONTENT);
    private static final String HTML = BOOK.standalone(Labels.ENGLISH, null);

    @Test
    void theBuildWritesTheBook() throws IOException {
        Path file = Path.of("target", "card-book.html");
        Files.createDirectories(file.getParent());
        Files.writeString(file, HTML);
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void everyCardTellsItsWordsItsLimitsItsEvidenceAndItsHash() {
        for (CardDefinition card : CONTENT.deck().definitions()) {
            int start = HTML.indexOf("<section class=\"card\" id=\"card-" + card.id() + "\">");
            assertThat(start).as(card.id()).isPositive();
            String page = HTML.substring(start, HTML.indexOf("</section>", start));
            assertThat(page)
                    .as(card.id())
                    .contains(escaped(card.title()), CONTENT.hashes().get(card.id()), "not signed by a clinician")
                    .contains(card.review().author(), "Next review", "Signature");
            card.knownLimits().forEach(limit -> assertThat(page).contains(escaped(limit)));
            card.overrideReasons().forEach(reason -> assertThat(page).contains(escaped(reason.display())));
            card.evidence().forEach(id -> assertThat(page).contains("id=\"" + card.id() + "-" + id + "\""));
        }
    }

    @Test
    void whoSignsReadsEachLanguageBesideTheEnglish() {
        CardDefinition card = CONTENT.deck().definitions().iterator().next();
        int start = HTML.indexOf("<section class=\"card\" id=\"card-" + card.id() + "\">");
        String page = HTML.substring(start, HTML.indexOf("</section>", start));
        assertThat(page)
                .contains("No native speaker and no clinician has checked these translations")
                .contains("<summary>German (not signed)</summary>", "<td lang=\"de\">", "<td lang=\"es\">");
    }

    @Test
    void whoSignsAgainReadsWhatHasChanged() {
        String settings = Objects.requireNonNull(CONTENT.files().texts().get("settings.yaml"));
        Content before = Content.load(CONTENT.files()
                .with("settings.yaml", settings.replace("film-neck-pain-days: 42", "film-neck-pain-days: 41")));
        String html = new CardBook(CONTENT, before).standalone(Labels.ENGLISH, "de");

        assertThat(html)
                .contains("<code>settings.film-neck-pain-days</code>", "<del>41</del>", "<ins>42</ins>")
                .contains("Compared with a card that nobody signed")
                .contains("<details open><summary>German (not signed)</summary>")
                .contains(CONTENT.translations().hash("de", "radiograph-for-spasm"));
        assertThat(HTML).doesNotContain("What has changed");
    }

    private static String escaped(String text) {
        return Templates.escaped(text);
    }

    @Test
    void everyLinkInsideTheBookLeadsSomewhere() {
        Set<String> anchors = new HashSet<>();
        Matcher ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(HTML);
        while (ids.find()) {
            assertThat(anchors.add(ids.group(1))).as("only one " + ids.group(1)).isTrue();
        }
        Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(HTML);
        Set<String> astray = new HashSet<>();
        while (links.find()) {
            if (!anchors.contains(links.group(1))) {
                astray.add(links.group(1));
            }
        }
        assertThat(astray).isEmpty();
    }

    @Test
    void findingsAreSaidWithTheValuesOfTheirSettings() {
        assertThat(HTML)
                .contains("in the last 90 days <span class=\"setting\">recent-trauma-days</span>")
                .contains("−2.5 <span class=\"setting\">osteoporosis-t-score</span> or less");
    }

    @Test
    void everyKeyOfEveryFindingIsSaidInPlainEnglish() {
        Set<String> unsaid = new HashSet<>();
        CONTENT.text().findings().values().forEach(finding -> finding.keys().keySet().stream()
                .filter(key -> !Vocabulary.knows(key))
                .forEach(unsaid::add));
        assertThat(unsaid).isEmpty();
    }

    @Test
    void thePageNeedsNothingFromElsewhereAndRunsNothing() {
        assertThat(HTML).doesNotContain("<script", " style=", " onclick", "<link", "<img");
        assertThat(BOOK.served(Labels.ENGLISH, null))
                .doesNotContain("<style", "<script", " style=")
                .contains("<link rel=\"stylesheet\" href=\"card-book.css\">");
        assertThat(HTML).contains("<style>");
    }

    @Test
    void vignettesAreShownWithTheirOutcome() {
        String path = "straight-spine-is-not-spasm/vignettes.yaml";
        Content content = Content.load(
                ContentFiles.in(Path.of("cds-cards"))
                        .with(
                                path,
                                """
                - {title: a <child>, hook: patient-view, patient: {born: 2020-01-01}, expect: silent}
                - {title: nobody, hook: patient-view, patient: {born: 1980-01-01}, expect: info}
                """));
        assertThat(List.of(
                        new CardBook(content).standalone(Labels.ENGLISH, null).split("\n")))
                .contains("<tr class=\"holds\"><td>a &lt;child&gt;</td>")
                .contains("<tr class=\"fails\"><td>nobody</td>")
                .anyMatch(line -> line.contains("✗ silent"));
    }

    @Test
    void tagsInADetailAreShownNotObeyed() {
        StringOutput html = new StringOutput();
        DetailText.html("A <script>alert(1)</script> **bold** [x](javascript:alert(1))")
                .writeTo(html);
        assertThat(html.toString()).doesNotContain("<script", "javascript:").contains("<strong>bold</strong>");
    }
}
