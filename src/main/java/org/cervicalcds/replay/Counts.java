package org.cervicalcds.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts by name, which can be added up in any order and kept in a file; the parts of a name are separated by tabs. */
final class Counts {
    private final Map<String, long[]> counts = new HashMap<>();

    void add(long number, String... name) {
        if (number != 0) {
            counts.computeIfAbsent(String.join("\t", name), n -> new long[1])[0] += number;
        }
    }

    void count(String... name) {
        add(1, name);
    }

    void addAll(Counts others) {
        others.counts.forEach((name, number) -> add(number[0], name));
    }

    long get(String... name) {
        long[] count = counts.get(String.join("\t", name));
        return count == null ? 0 : count[0];
    }

    /** The counts whose name begins with a word, by the rest of it, in order. */
    Map<List<String>, Long> of(String word) {
        Map<List<String>, Long> some = new LinkedHashMap<>();
        new TreeMap<>(counts).forEach((name, number) -> {
            if (name.startsWith(word + "\t")) {
                some.put(List.of(name.substring(word.length() + 1).split("\t", -1)), number[0]);
            }
        });
        return some;
    }

    /** Lines of a number and a name, in order. */
    String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((name, number) ->
                        text.append(number[0]).append('\t').append(name).append('\n'));
        return text.toString();
    }

    /** Reads what {@link #text} wrote. */
    static Counts parse(String text) {
        Counts counts = new Counts();
        text.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            counts.add(Long.parseLong(line.substring(0, tab)), line.substring(tab + 1));
        });
        return counts;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, text());
    }

    static Counts read(Path file) throws IOException {
        return parse(Files.readString(file));
    }
}
