package org.cervicalcds.content;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A file of translations in the format of GNU gettext: {@code msgid} is the English text, {@code msgstr} the same in the language of the file.
 *
 * @param texts by English text; those that are empty, or marked as {@code fuzzy}, are left out
 * @param open English texts that stand there without a translation that may be used
 */
record PoFile(Map<String, String> texts, Set<String> open) {

    /**
     * Reads a file.
     *
     * @param told its name for problems
     */
    static PoFile read(String told, String text, Problems problems) {
        Reader reader = new Reader(told, problems);
        text.lines().forEach(reader::line);
        reader.end();
        return new PoFile(reader.texts, reader.open);
    }

    private static final class Reader {
        private final String told;
        private final Problems problems;
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Set<String> open = new LinkedHashSet<>();
        private @Nullable StringBuilder id;
        private @Nullable StringBuilder translation;
        private boolean fuzzy;
        private int number;

        Reader(String told, Problems problems) {
            this.told = told;
            this.problems = problems;
        }

        void line(String raw) {
            number++;
            String line = raw.strip();
            if (line.startsWith("#,")) {
                end();
                fuzzy = List.of(line.substring(2).split("[, ]+")).contains("fuzzy");
            } else if (line.startsWith("msgid ")) {
                end();
                id = new StringBuilder();
                append(id, line.substring("msgid ".length()));
            } else if (line.startsWith("msgstr ") && id != null && translation == null) {
                translation = new StringBuilder();
                append(translation, line.substring("msgstr ".length()));
            } else if (line.startsWith("\"") && id != null) {
                append(translation == null ? id : translation, line);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                problems.add(told, "line " + number, "is neither msgid nor msgstr nor a text in quotes");
            }
        }

        void end() {
            if (id == null) {
                return;
            }
            String english = id.toString();
            if (translation == null) {
                problems.add(told, "line " + number, "ends a msgid without msgstr");
            } else if (!english.isEmpty() && (translation.isEmpty() || fuzzy)) {
                open.add(english);
            } else if (!english.isEmpty() && texts.put(english, translation.toString()) != null) {
                problems.add(told, "line " + number, "ends the second translation of '" + english + "'");
            }
            id = null;
            translation = null;
            fuzzy = false;
        }

        private void append(StringBuilder text, String quoted) {
            String line = quoted.strip();
            if (line.length() < 2 || !line.startsWith("\"") || !line.endsWith("\"")) {
                problems.add(told, "line " + number, "must be a text in quotes");
                return;
            }
            for (int i = 1; i < line.length() - 1; i++) {
                char c = line.charAt(i);
                if (c == '\\' && i + 1 < line.length() - 1) {
                    i++;
                    char escaped = line.charAt(i);
                    text.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
                } else {
                    text.append(c);
                }
            }
        }
    }

    /** An entry of such a file, for translators to fill in. */
    static String entry(String english, String translation) {
        return "msgid " + quoted(english) + "\nmsgstr " + quoted(translation) + "\n";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
