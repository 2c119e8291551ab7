package org.cervicalcds.service.cdshooks.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.cervicalcds.service.cdshooks.wire.LogText;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feedback in the shapes that clients send; in the JSON a single quote stands for a double one. */
final class FeedbackReaderTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final FeedbackReader READER = new FeedbackReader();

    private static List<Feedback> read(String json) {
        return READER.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Feedback overridden(String members) {
        return read("{'feedback':[{'card':'c','outcome':'overridden'" + members + "}]}")
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'feedback':[]}",
                "{'feedback':null}",
                "{'feedback':{}}",
                "[]",
                "{'card':'c','outcome':'overridden'}",
                "{'feedback':[7]}",
                "{'feedback':[null]}",
                "{'feedback':[{}]}",
                "{'feedback':[{'outcome':'overridden'}]}",
                "{'feedback':[{'card':1,'outcome':'overridden'}]}",
                "{'feedback':[{'card':'c'}]}",
                "{'feedback':[{'card':'c','outcome':'ignored'}]}",
                "{'feedback':[{'card':'c','outcome':'accepted'}]}",
                "{'feedback':[{'card':'c','outcome':'accepted','acceptedSuggestions':[]}]}",
                "{'feedback':[{'card':'c','outcome':'overridden','outcomeTimestamp':'yesterday'}]}",
                "{'feedback':[{'card':'c','outcome':'overridden','outcomeTimestamp':7}]}",
                "{'feedback':[{'card':'c','outcome':'overridden'}]}}",
            })
    void wrongFeedbackIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(RequestProblem.class, p -> assertThat(p.status())
                .isEqualTo(400));
    }

    @Test
    void oneBadItemRefusesTheBatchAndIsNamed() {
        assertThatThrownBy(() -> read("{'feedback':[{'card':'c','outcome':'overridden'},{'card':1}]}"))
                .hasMessageContaining("feedback[1].card");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "'overrideReason':{'reason':{'code':'r','system':'s','display':'d'}} | s | r",
                "'overrideReason':{'reason':{'code':'r'}} | - | r",
                "'overrideReason':{'code':'r','system':'s'} | s | r",
                "'overrideReasons':{'reason':{'code':'r','system':'s'},'userComment':'free text'} | s | r",
                "'overrideReasons':[{'reason':{'code':'r'}}] | - | r",
                "'overrideReasons':{'extension':{'com.epic.x':'45'},'userComment':'free text'} | - | -",
                "'overrideReason':{'userComment':'free text'} | - | -",
                "'overrideReason':null | - | -",
                "'overrideReason':'x' | - | -",
                "'x':1 | - | -",
            })
    void reasonIsReadFromEveryShape(String members, @Nullable String system, @Nullable String code) {
        Feedback.Reason reason = overridden("," + members).reason();

        assertThat(reason == null ? null : reason.code()).isEqualTo(code);
        assertThat(reason == null ? null : reason.system()).isEqualTo(system);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'outcomeTimestamp':'2026-01-11T05:05:31.123-05:00' | 2026-01-11T10:05:31.123Z",
                "'outcomeTimestamp':'2026-01-11T10:05:31Z' | 2026-01-11T10:05:31Z",
                "'outcomeTimestamp':null | ",
                "'x':1 | ",
            })
    void timeIsWhenItHappenedOrNotKnown(String members, @Nullable Instant expected) {
        assertThat(overridden("," + members).at()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{'id':'a'},{'id':'b'}]", "['a','b']", "[{'id':'a','x':[]},'b',null,{}]"})
    void acceptedSuggestionsAreObjectsOrPlainIds(String suggestions) {
        Feedback feedback = read("{'feedback':[{'card':'c','outcome':'accepted','acceptedSuggestions':" + suggestions
                        + "}]}")
                .get(0);

        assertThat(feedback.acceptedSuggestions()).containsExactly("a", "b");
        assertThat(feedback.outcome()).isEqualTo(Feedback.Outcome.ACCEPTED);
    }

    @Test
    void commentIsLimitedAndNeverPrinted() {
        Feedback feedback = overridden(",'overrideReason':{'userComment':'" + "x".repeat(4_000) + "'}");

        assertThat(feedback.comment()).hasSize(4_000);
        assertRefused(
                400,
                "more than 4000 characters",
                "{'feedback':[{'card':'c','outcome':'overridden','overrideReason':{'userComment':'" + "x".repeat(4_001)
                        + "'}}]}");
        assertThat(feedback.toString()).doesNotContain("x");
    }

    @Test
    void whatIsTooMuchIsRefusedAndSaid() {
        String item = "{'card':'c','outcome':'overridden'}";
        assertThat(read("{'feedback':[" + String.join(",", Collections.nCopies(1_000, item)) + "]}"))
                .hasSize(1_000);
        assertRefused(
                413,
                "more than 1000 items",
                "{'feedback':[" + String.join(",", Collections.nCopies(1_001, item)) + "]}");
        assertThat(accepted(100, 64).acceptedSuggestions()).hasSize(100);
        assertThatThrownBy(() -> accepted(101, 64))
                .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                        .isEqualTo(413))
                .hasMessageContaining("more than 100 suggestions");
        assertThatThrownBy(() -> accepted(1, 65))
                .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                        .isEqualTo(400))
                .hasMessageContaining("more than 64 characters");
        assertRefused(
                400,
                "more than 64 characters",
                "{'feedback':[{'card':'" + "c".repeat(65) + "','outcome':'overridden'}]}");
    }

    private static Feedback accepted(int suggestions, int length) {
        return read("{'feedback':[{'card':'c','outcome':'accepted','acceptedSuggestions':["
                        + String.join(",", Collections.nCopies(suggestions, "{'id':'" + "s".repeat(length) + "'}"))
                        + "]}]}")
                .get(0);
    }

    private static void assertRefused(int status, String why, String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                        .isEqualTo(status))
                .hasMessageContaining(why);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"'a\nb', a_b", "'', -", "'a b\u00e9', a_b_"})
    void whatIsLoggedStaysInItsLine(String sent, String logged) {
        assertThat(LogText.clean(sent)).isEqualTo(logged);
        assertThat(LogText.clean("y".repeat(500))).hasSize(64);
    }

    @Test
    void whatAClientNamesIsLoggedOnlyWhereItIsAUuid() {
        String uuid = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
        assertThat(LogText.id(uuid)).isEqualTo(uuid);
        assertThat(LogText.id("")).isEqualTo("-");
        for (String name : List.of("Miller, John 1960-01-01", "4711", uuid + "x", "x".repeat(500))) {
            assertThat(LogText.id(name)).matches("#[0-9a-f]{8}").isEqualTo(LogText.id(name));
        }
    }
}
