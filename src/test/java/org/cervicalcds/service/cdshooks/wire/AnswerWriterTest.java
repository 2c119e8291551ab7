package org.cervicalcds.service.cdshooks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.cervicalcds.engine.cards.Action;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.cards.Suggestion;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.service.cdshooks.Orders;
import org.cervicalcds.service.trust.clients.Output;
import org.cervicalcds.testkit.Lint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers as they go over the wire. */
final class AnswerWriterTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Action.Create CT = new Action.Create(
            "Order a CT of the neck",
            "http://loinc.org",
            "30592-0",
            "CT cervical spine",
            "stat",
            "Protect the neck.",
            List.of("Condition/1", "Condition", "Condition/1"));

    private static ChartScope scope(@Nullable String encounterId) {
        return new ChartScope(
                "order-sign",
                "p1",
                encounterId,
                "Practitioner",
                List.of(),
                Instant.parse("2026-06-15T12:00:00.123456Z"),
                ZoneOffset.UTC);
    }

    private static String write(Card... cards) {
        return new String(
                AnswerWriter.write(new Answer(List.of(cards), List.of()), scope("e1")), StandardCharsets.UTF_8);
    }

    private static Card card(List<Suggestion> suggestions, List<OverrideReason> reasons, List<Card.Link> links) {
        return new Card(
                "as-cervical-fracture-risk",
                Indicator.CRITICAL,
                "Treat the neck as fractured.",
                "**AS** \u2013 \"since\" 2019",
                new Card.Source("Cervical CDS", "https://cervicalcds.org"),
                suggestions,
                suggestions.isEmpty() ? null : "any",
                reasons,
                links);
    }

    private static JsonNode changed(Action.Change change, String draft) {
        Action.Update update = new Action.Update("Change it", Orders.draft("MedicationRequest/m1", draft), change);
        String reply = write(card(List.of(new Suggestion("Change", false, List.of(update))), List.of(), List.of()));
        assertThat(Lint.faults(reply)).isEmpty();
        return MAPPER.readTree(reply).at("/cards/0/suggestions/0/actions/0/resource");
    }

    @Test
    void withoutCardsTheListStays() {
        assertThat(write()).isEqualTo("{\"cards\":[]}");
    }

    @Test
    void bareCardHasNoEmptyMember() {
        String reply = write(card(List.of(), List.of(), List.of()));

        assertThat(Lint.faults(reply)).isEmpty();
        assertThat(MAPPER.readTree(reply).at("/cards/0").propertyNames())
                .containsExactly("uuid", "summary", "detail", "indicator", "source");
    }

    @Test
    void fullCardKeepsEveryRule() {
        Suggestion create = new Suggestion("CT", true, List.of(CT));
        Suggestion delete = new Suggestion(
                "Cancel", false, List.of(new Action.Delete("Cancel it", Orders.draft("ServiceRequest/s1", "{}"))));
        String reply = write(
                card(
                        List.of(create, delete),
                        List.of(new OverrideReason("patient-declined", "Patient declined", true, 90, 0)),
                        List.of(new Card.Link("EV-15", "https://doi.org/10.1/x"))),
                card(List.of(), List.of(), List.of()));

        assertThat(Lint.faults(reply)).isEmpty();
        JsonNode card = MAPPER.readTree(reply).at("/cards/0");
        assertThat(card.at("/source/topic/system").asString()).isEqualTo(CodeSystems.CARD);
        assertThat(card.at("/source/topic/code").asString()).isEqualTo("as-cervical-fracture-risk");
        assertThat(card.at("/suggestions/0/isRecommended").booleanValue()).isTrue();
        assertThat(card.at("/suggestions/1/actions/0/resourceId").asString()).isEqualTo("ServiceRequest/s1");
        assertThat(card.at("/overrideReasons/0/system").asString()).isEqualTo(CodeSystems.OVERRIDE_REASON);
        assertThat(card.at("/uuid")).isNotEqualTo(MAPPER.readTree(reply).at("/cards/1/uuid"));
    }

    @Test
    void cardsUuidsBeginWithTheTime() {
        long before = System.currentTimeMillis();
        UUID uuid = UUID.fromString(MAPPER.readTree(write(card(List.of(), List.of(), List.of())))
                .at("/cards/0/uuid")
                .asString());

        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void clientMayHaveShapesOfItsOwn() {
        Suggestion delete = new Suggestion(
                "Cancel", false, List.of(new Action.Delete("Cancel it", Orders.draft("ServiceRequest/s1", "{}"))));
        Card atMostOne = new Card(
                "as-cervical-fracture-risk",
                Indicator.CRITICAL,
                "Treat the neck as fractured.",
                "**AS**",
                new Card.Source("Cervical CDS", "https://cervicalcds.org"),
                List.of(delete),
                "at-most-one",
                List.of(),
                List.of());
        Answer answer = new Answer(List.of(atMostOne), List.of());

        JsonNode strict =
                MAPPER.readTree(AnswerWriter.write(answer, scope("e1"))).at("/cards/0");
        assertThat(strict.at("/selectionBehavior").asString()).isEqualTo("at-most-one");
        assertThat(strict.at("/suggestions/0/actions/0").propertyNames())
                .containsExactly("type", "description", "resourceId");
        assertThat(strict.has("extension")).isFalse();

        Output output = new Output(true, true, true, false, false, false, 0, null);
        JsonNode own = MAPPER.readTree(AnswerWriter.write(answer, scope("e1"), output, java.util.Map.of(), card -> {}))
                .at("/cards/0");
        assertThat(own.at("/selectionBehavior").asString()).isEqualTo("any");
        assertThat(own.at("/suggestions/0/actions/0").propertyNames())
                .containsExactly("type", "description", "resource");
        assertThat(own.at("/suggestions/0/actions/0/resource").asString()).isEqualTo("ServiceRequest/s1");
        assertThat(own.at("/extension/com.epic.cdshooks.card.detail.content-type")
                        .asString())
                .isEqualTo("text/markdown");
    }

    @Test
    void createdOrderIsWhole() {
        String reply = write(card(List.of(new Suggestion("CT", false, List.of(CT))), List.of(), List.of()));

        assertThat(MAPPER.readTree(reply).at("/cards/0/suggestions/0/actions/0/resource"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                        {"resourceType":"ServiceRequest","status":"draft","intent":"proposal","priority":"stat",
                         "code":{"coding":[{"system":"http://loinc.org","code":"30592-0","display":"CT cervical spine"}],
                                 "text":"CT cervical spine"},
                         "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},
                         "authoredOn":"2026-06-15T12:00:00Z","reasonReference":[{"reference":"Condition/1"}],
                         "note":[{"text":"Protect the neck."}]}
                        """));
    }

    @Test
    void updatedDraftKeepsEverythingElseAsItCame() {
        Action.Update update = new Action.Update(
                "Note it",
                Orders.draft(
                        "MedicationRequest/m1",
                        "{'resourceType':'MedicationRequest','id':'m1','meta':{'versionId':'7'},'dose':2.50,'big':1E+3,'_x':{'y':[null,1.0]},"
                                + "'note':[{'text':'old'}],'empty':[],'gone':null,'blank':'','hollow':{},'extension':[{'url':'u','valueDecimal':0.10}]}"),
                new Action.AddNote("new"));

        String reply = write(card(List.of(new Suggestion("Note", false, List.of(update))), List.of(), List.of()));

        assertThat(reply)
                .contains(
                        "\"resource\":{\"resourceType\":\"MedicationRequest\",\"id\":\"m1\",\"meta\":{\"versionId\":\"7\"},"
                                + "\"dose\":2.50,\"big\":1E+3,\"_x\":{\"y\":[null,1.0]},"
                                + "\"note\":[{\"text\":\"old\"},{\"text\":\"new\"}],\"extension\":[{\"url\":\"u\",\"valueDecimal\":0.10}]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'a':1 | [{'text':'new'}]",
                "'note':{'text':'old'} | [{'text':'old'},{'text':'new'}]",
                "'note':null | [{'text':'new'}]",
                "'note':[] | [{'text':'new'}]",
                "'note':[{'text':'a'},{'text':'b'}],'z':1 | [{'text':'a'},{'text':'b'},{'text':'new'}]",
            })
    void noteIsAddedAtTheEnd(String members, String expected) {
        JsonNode draft =
                changed(new Action.AddNote("new"), "{'resourceType':'MedicationRequest','id':'m1'," + members + "}");

        assertThat(draft.path("note")).isEqualTo(MAPPER.readTree(expected.replace('\'', '"')));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'a':1 | 2",
                "'dispenseRequest':{'numberOfRepeatsAllowed':3,'quantity':{'value':30},'expectedSupplyDuration':{'value':30,'code':'d'}} | 3",
                "'dispenseRequest':null | 2",
            })
    void supplyIsLimitedWhereItStands(String members, int size) {
        JsonNode dispense = changed(
                        new Action.LimitSupply(7, null, Set.of()),
                        "{'resourceType':'MedicationRequest','id':'m1'," + members + "}")
                .path("dispenseRequest");

        assertThat(dispense.size()).isEqualTo(size);
        assertThat(dispense.path("numberOfRepeatsAllowed").intValue()).isZero();
        assertThat(dispense.at("/expectedSupplyDuration/value").intValue()).isEqualTo(7);
        assertThat(dispense.at("/expectedSupplyDuration/code").asString()).isEqualTo("d");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'boundsDuration':{'value':30,'unit':'days','code':'d'} | {'boundsDuration':{'value':7,'unit':'days','system':'http://unitsofmeasure.org','code':'d'},'frequency':3}",
                "'boundsRange':{'low':{'value':20,'code':'d'},'high':{'value':30,'code':'d'}} | {'boundsDuration':{'value':7,'unit':'days','system':'http://unitsofmeasure.org','code':'d'},'frequency':3}",
                "'boundsPeriod':{'start':'2026-06-01','end':'2026-06-30'} | {'boundsPeriod':{'start':'2026-06-01','end':'2026-06-07'},'frequency':3}",
                "'boundsPeriod':{'start':'2026-06-01T08:00:00Z','end':'2026-06-30'} | {'boundsPeriod':{'start':'2026-06-01T08:00:00Z','end':'2026-06-07'},'frequency':3}",
            })
    void everyFigureOfALimitedSupplyComesDown(String bounds, String expected) {
        JsonNode draft = changed(
                new Action.LimitSupply(7, BigDecimal.valueOf(21), Set.of(1)),
                "{'resourceType':'MedicationRequest','id':'m1','dosageInstruction':[{'timing':{'repeat':{'boundsDuration':{'value':5,'code':'d'}}}},"
                        + "{'timing':{'repeat':{" + bounds
                        + ",'frequency':3}}}],'dispenseRequest':{'quantity':{'value':90,'unit':'tablet','code':'{tbl}'}}}");

        assertThat(draft.at("/dosageInstruction/0/timing/repeat/boundsDuration/value")
                        .intValue())
                .isEqualTo(5);
        assertThat(draft.at("/dosageInstruction/1/timing/repeat"))
                .isEqualTo(MAPPER.readTree(expected.replace('\'', '"')));
        assertThat(draft.at("/dispenseRequest/quantity"))
                .isEqualTo(MAPPER.readTree("{\"value\":21,\"unit\":\"tablet\",\"code\":\"{tbl}\"}"));
    }

    @Test
    void draftWithoutIdIsNeitherDeletedNorUpdated() {
        Action.Delete delete = new Action.Delete("Cancel it", Orders.draft("ServiceRequest", "{}"));
        Action.Update update = new Action.Update("x", Orders.draft("ServiceRequest", "{}"), new Action.AddNote("x"));
        String reply = write(card(
                List.of(new Suggestion("a", false, List.of(delete)), new Suggestion("b", false, List.of(update))),
                List.of(),
                List.of()));

        assertThat(Lint.faults(reply)).isEmpty();
        assertThat(MAPPER.readTree(reply).at("/cards/0").has("suggestions")).isFalse();
    }
}
