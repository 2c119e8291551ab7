package org.cervicalcds.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Holds the cursor against Jackson's parser: the same texts are well formed, and the same tokens stand in them. */
@Tag("long")
class JsonCursorTest {
    private static final List<byte[]> TAILS = Stream.of(
                    "",
                    "}",
                    "]}",
                    "\"",
                    "\"}]}\"secret\":\"of another\"",
                    "234567890123",
                    ".5e3",
                    "rue",
                    "ull}",
                    "u0041\"",
                    "0041\"}",
                    "\u00e9\u20ac\"}",
                    " , \"more\": 1}",
                    "            ")
            .map(JsonCursorTest::bytes)
            .toList();

    private static final String REFUSED = "refused";
    private static final int MUTATIONS = 200_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "0",
                "-0.5e+10",
                "1E3",
                " { \"a\" : [ 1 , 2.50 , -3e-7 , true , false , null , \"x\" , { } , [ ] ] , \"b\" : { \"c\" : \"\" } } ",
                "{\"\\u0061\\\"b\":\"\\u00e9\\ud83d\\ude00 \\\\ \\/ \\b\\f\\n\\r\\t\"}",
                "{\"näme\":\"Zervikalsyndrom – Überprüfung 颈 😀\"}",
                "{\"a\":1,\"a\":2}",
                "[1] [2]",
                "\r\n\t {\r\n}\r\n",
                "{\"a name that is longer than those that are kept, and so is made anew\":1}"
            })
    void readsWhatTheLibraryReads(String text) {
        assertThat(theirs(bytes(text))).doesNotContain(REFUSED);
        assertThat(ours(bytes(text))).isEqualTo(theirs(bytes(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1}",
                "{]",
                "]",
                "\"a",
                "\"a\\",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"line\nbreak\"",
                "\"tab\there\"",
                "01",
                "-",
                "1.",
                ".5",
                "+1",
                "1e",
                "1e+",
                "1x",
                "nul",
                "nulls",
                "True",
                "NaN",
                "// comment\n1",
                "{\"a\":{\"b\":[{\"c\":}]}}"
            })
    void refusesWhatTheLibraryRefuses(String text) {
        assertThat(theirs(bytes(text))).endsWith(REFUSED);
        assertThat(ours(bytes(text))).endsWith(REFUSED);
        assertThat(skipped(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(REFUSED);
    }

    @Test
    void broken_utf8_is_refused_in_strings_and_names() {
        for (byte[] broken : List.of(
                new byte[] {'"', (byte) 0xC3, '"'},
                new byte[] {'"', (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xE2, (byte) 0x82, '"'},
                new byte[] {'"', (byte) 0xF0, (byte) 0x9F, (byte) 0x98},
                new byte[] {'"', (byte) 0xFF, '"'},
                new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})) {
            assertThat(theirs(broken)).endsWith(REFUSED);
            assertThat(ours(broken)).endsWith(REFUSED);
        }
    }

    @Test
    void says_where_the_fault_is_and_quotes_nothing() {
        assertThatThrownBy(() -> tokens(bytes("{\n \"secret\": \"Smith\",\n \"a\" 1}"), false))
                .isInstanceOfSatisfying(JacksonException.class, fault -> {
                    assertThat(fault.getLocation().getLineNr()).isEqualTo(3);
                    assertThat(fault.getLocation().getColumnNr()).isEqualTo(6);
                })
                .message()
                .doesNotContain("secret", "Smith");
    }

    @Test
    void a_hundred_levels_are_read_and_one_more_is_not() {
        assertThat(ours(bytes("[".repeat(100) + "]".repeat(100)))).hasSize(200);
        assertThat(ours(bytes("[".repeat(101) + "]".repeat(101)))).endsWith(REFUSED);
        assertThat(skipped(bytes("[".repeat(101) + "]".repeat(101)))).isEqualTo(REFUSED);
    }

    @Test
    void what_ends_too_early_is_refused_wherever_it_ends() throws IOException {
        byte[] whole = Files.readAllBytes(stories().get(0));
        for (int length = 0; length < whole.length - 2; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertSameReading(cut, length);
        }
    }

    /** Seeded changes of single bytes and of runs, in the charts of the sandbox. */
    @Test
    void changed_texts_are_read_and_refused_as_the_library_does() throws IOException {
        List<byte[]> texts = new ArrayList<>();
        for (Path story : stories()) {
            byte[] text = Files.readAllBytes(story);
            texts.add(text.length > 3000 ? java.util.Arrays.copyOf(text, 3000) : text);
        }
        Random random = new Random(20261121);
        int wellFormed = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] changed = changed(texts.get(random.nextInt(texts.size())), random);
            List<String> theirs = theirs(changed);
            boolean refused = theirs.contains(REFUSED);
            assertSameReading(changed, i);
            assertThat(skipped(changed).equals(REFUSED)).as("number %s", i).isEqualTo(refused);
            wellFormed += refused ? 0 : 1;
        }
        assertThat(wellFormed).isBetween(MUTATIONS / 50, MUTATIONS - MUTATIONS / 50);
    }

    /** The same tokens; up to a fault, which the library may see some tokens earlier or later than we do. */
    private static void assertSameReading(byte[] text, int number) {
        List<String> theirs = theirs(text);
        List<String> ours = ours(text);
        if (theirs.contains(REFUSED)) {
            assertThat(ours).as("number %s", number).endsWith(REFUSED);
            int common = Math.min(ours.size(), theirs.size()) - 1;
            assertThat(ours.subList(0, common)).as("number %s", number).isEqualTo(theirs.subList(0, common));
        } else {
            assertThat(ours).as("number %s", number).isEqualTo(theirs);
        }
    }

    private static byte[] changed(byte[] text, Random random) {
        int from = random.nextInt(text.length);
        byte[] part = java.util.Arrays.copyOfRange(text, from, Math.min(text.length, from + 200));
        byte[] value = random.nextInt(4) == 0 ? part : wrapped(part);
        for (int change = random.nextInt(3); change >= 0; change--) {
            String mostTelling = "\"\\{}[]:,0123456789.eE+-tfnu \n\t\u0000\u0001/a";
            int at = random.nextInt(value.length);
            value[at] = random.nextInt(8) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) mostTelling.charAt(random.nextInt(mostTelling.length()));
        }
        return value;
    }

    /** A string of what was cut out, in a small object, so that many changes leave the text well formed. */
    private static byte[] wrapped(byte[] part) {
        String words = new String(part, StandardCharsets.UTF_8).replaceAll("[\"\\\\\\p{Cntrl}]", " ");
        return bytes("{\"id\":\"" + words + "\",\"list\":[1,{\"a\":-2.5e3}],\"last\":null}");
    }

    private static List<Path> stories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/sandbox/stories"))) {
            return files.sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Arrays are used again: behind a text may stand what would go on with it. */
    private static JsonCursor inLongerArray(byte[] text) {
        byte[] tail = TAILS.get(Math.floorMod(Arrays.hashCode(text), TAILS.size()));
        byte[] longer = Arrays.copyOf(text, text.length + tail.length);
        System.arraycopy(tail, 0, longer, text.length, tail.length);
        return new JsonCursor(longer, text.length);
    }

    private static List<String> ours(byte[] text) {
        return tokens(text, true);
    }

    private static List<String> tokens(byte[] text, boolean catching) {
        List<String> tokens = new ArrayList<>();
        try {
            JsonCursor in = inLongerArray(text);
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                tokens.add(described(token, in.getString()));
            }
        } catch (JacksonException e) {
            if (!catching) {
                throw e;
            }
            tokens.add(REFUSED);
        }
        return tokens;
    }

    private static List<String> theirs(byte[] text) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser in = Json.parser(text)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                tokens.add(described(token, in.getString()));
            }
        } catch (JacksonException e) {
            tokens.add(REFUSED);
        }
        return tokens;
    }

    private static String described(JsonToken token, String text) {
        return token.isStructStart() || token.isStructEnd() ? token.name() : token + " " + text;
    }

    /** Reads the text by passing over its values. */
    private static String skipped(byte[] text) {
        try {
            JsonCursor in = inLongerArray(text);
            while (in.nextToken() != null) {
                in.skipChildren();
            }
            return "read";
        } catch (JacksonException e) {
            return REFUSED;
        }
    }
}
