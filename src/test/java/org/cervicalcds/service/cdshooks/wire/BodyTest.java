package org.cervicalcds.service.cdshooks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.service.uploads.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Bodies in arrays that are used again: each is read as it came, and nothing of one ever gets into another. */
class BodyTest {
    private static final int MOST = 5_000_000;
    private static final ByteBudget BUDGET = new ByteBudget(100L * MOST);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        if (length > 0) {
            bytes[0] = '{';
        }
        return bytes;
    }

    private static MockHttpServletRequest request(byte[] content) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/cds-services/x");
        request.setContent(content);
        return request;
    }

    /** Says nothing of its length, as a body in chunks does. */
    private static MockHttpServletRequest chunked(byte[] content) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/cds-services/x") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        request.setContent(content);
        return request;
    }

    private static byte[] content(Body body) {
        return Arrays.copyOf(body.array(), body.length());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 3, 4_095, 4_096, 262_143, 262_144, 262_145, 1_048_576, 1_048_577, 4_999_999, 5_000_000})
    void isReadAsItCame(int length) throws IOException {
        byte[] sent = random(length);
        try (Body body = Body.read(request(sent), MOST, BUDGET);
                Body inChunks = Body.read(chunked(sent), MOST, BUDGET)) {
            assertThat(content(body)).isEqualTo(sent);
            assertThat(content(inChunks)).isEqualTo(sent);
        }
        assertThat(Body.bytes(request(sent), MOST, BUDGET)).isEqualTo(sent);
    }

    @Test
    void aByteOrderMarkIsLeftOut() throws IOException {
        byte[] sent = random(40_003);
        sent[0] = (byte) 0xEF;
        sent[1] = (byte) 0xBB;
        sent[2] = (byte) 0xBF;
        try (Body body = Body.read(request(sent), MOST, BUDGET)) {
            assertThat(content(body)).isEqualTo(Arrays.copyOfRange(sent, 3, sent.length));
        }
    }

    @Test
    void oneThatIsTooLongIsRefusedWhateverItAnnounces() {
        byte[] sent = random(100_001);
        assertThatThrownBy(() -> Body.read(request(sent), 100_000, BUDGET))
                .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                        .isEqualTo(413));
        assertThatThrownBy(() -> Body.read(chunked(sent), 100_000, BUDGET))
                .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                        .isEqualTo(413));
    }

    @Test
    void anArrayIsUsedAgainAndNeverByTwo() throws IOException {
        List<Body> open = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // Until none is left of other tests.
            open.add(Body.read(request(random(50_000)), MOST, BUDGET));
        }
        Body first = Body.read(request(random(50_000)), MOST, BUDGET);
        byte[] array = first.array();
        first.close();
        first.close();
        try (Body second = Body.read(request(random(60_000)), MOST, BUDGET);
                Body third = Body.read(request(random(60_000)), MOST, BUDGET)) {
            assertThat(second.array()).isSameAs(array);
            assertThat(third.array()).isNotSameAs(array);
            assertThat(first.length()).isZero();
        }
        open.forEach(Body::close);
    }

    @Test
    void anArrayOfSomebodyElseIsNeverLent() throws IOException {
        byte[] own = random(262_144);
        Body.of(own).close();
        try (Body one = Body.read(request(random(50_000)), MOST, BUDGET)) {
            assertThat(one.array()).isNotSameAs(own);
        }
    }

    /** The one body ends where the other, which is still in the array, goes on: only the first part may be read. */
    @Test
    void aBodyThatBreaksOffIsNotEndedByTheOneBefore() throws IOException {
        String whole = "{\"extension\":{\"padding\":\"" + "x".repeat(40_000) + "\"},\"hook\":\"patient-view\","
                + "\"hookInstance\":\"1\",\"context\":{\"patientId\":\"p1\",\"userId\":\"Practitioner/1\"},"
                + "\"fhirServer\":\"https://another.example\"}";
        byte[] bytes = whole.getBytes(StandardCharsets.US_ASCII);
        RequestReader reader = new RequestReader(new TerminologyBuilder().build(), ZoneOffset.UTC);
        for (int length = bytes.length; length > 40_000; length--) {
            Body.read(request(bytes), MOST, BUDGET).close();
            try (Body part = Body.read(request(Arrays.copyOf(bytes, length)), MOST, BUDGET)) {
                if (length == bytes.length) {
                    assertThat(reader.read(part, Map.<String, Need>of(), 0).fhirServer())
                            .isEqualTo("https://another.example");
                } else {
                    assertThatThrownBy(() -> reader.read(part, Map.<String, Need>of(), 0))
                            .as("%d bytes", length)
                            .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                                    .isEqualTo(400));
                }
            }
        }
    }

    @Test
    void longBodiesShareABudgetUntilTheyAreClosed() throws IOException {
        ByteBudget budget = new ByteBudget(MOST);
        Body first = Body.read(request(random(3_000_000)), MOST, budget);
        assertThat(budget.taken()).isEqualTo(3_000_000);
        for (MockHttpServletRequest second : List.of(request(random(3_000_000)), chunked(random(3_000_000)))) {
            assertThatThrownBy(() -> Body.read(second, MOST, budget))
                    .isInstanceOfSatisfying(RequestProblem.class, problem -> assertThat(problem.status())
                            .isEqualTo(503));
        }
        assertThat(budget.taken()).isEqualTo(3_000_000);
        // A short one is not kept out.
        Body.read(request(random(200_000)), MOST, budget).close();
        first.close();
        first.close();
        assertThat(budget.taken()).isZero();
        Body.read(request(random(MOST)), MOST, budget).close();
        assertThat(budget.taken()).isZero();
        assertThatThrownBy(() -> Body.read(chunked(random(MOST + 1)), MOST, budget))
                .isInstanceOf(RequestProblem.class);
        assertThat(budget.taken()).isZero();
    }
}
