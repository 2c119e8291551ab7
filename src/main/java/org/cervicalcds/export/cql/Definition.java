package org.cervicalcds.export.cql;

import java.util.ArrayList;
import java.util.List;

/**
 * One definition of a CQL library.
 *
 * @param comments lines above it
 * @param head what stands between {@code define} and the colon
 * @param body its expression, lines as they are to stand
 */
public record Definition(List<String> comments, String head, List<String> body) {
    public static Definition of(String name, String... body) {
        return new Definition(List.of(), CqlText.name(name), List.of(body));
    }

    public Definition saying(List<String> words) {
        return new Definition(words, head, body);
    }

    public void write(StringBuilder to) {
        comments.forEach(comment -> to.append("// ").append(comment).append('\n'));
        to.append("define ").append(head).append(':');
        if (body.size() == 1 && body.get(0).length() + head.length() < 110) {
            to.append(' ').append(body.get(0)).append('\n');
            return;
        }
        to.append('\n');
        body.forEach(line -> to.append("  ").append(line).append('\n'));
    }

    /** A search through entries. */
    public static List<String> query(String source, String alias, List<String> conditions, String returned) {
        List<String> lines = new ArrayList<>();
        lines.add(source + " " + alias);
        for (int i = 0; i < conditions.size(); i++) {
            lines.add((i == 0 ? "  where " : "    and ") + conditions.get(i));
        }
        lines.add("  return all " + returned);
        return lines;
    }
}
