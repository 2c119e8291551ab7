package org.cervicalcds.commands;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;

/** Tells a site which of its own codes reach a value set, which nearly do, and which systems are not read. */
final class CodeCheck {
    static final String OPTION = "--codes";

    private final Terminology terminology;
    private final PrintStream out;

    private final List<Row> reaching = new ArrayList<>();
    private final List<Row> near = new ArrayList<>();
    private final Map<String, List<Row>> unread = new TreeMap<>();

    /**
     * A line of the site's list.
     *
     * @param count entries with the code in the site's records; 1 where the list has no counts
     */
    private record Row(String system, String code, long count, String told) {
        private Row telling(String what) {
            return new Row(system, code, count, what);
        }
    }

    CodeCheck(Content content, PrintStream out) {
        this.terminology = content.terminology();
        this.out = out;
    }

    /**
     * Prints what becomes of the codes in a CSV file.
     *
     * @param file a line with the names of the columns, of which {@code system} and {@code code} must be there and {@code count} may; then a
     *     line for each code
     * @throws IllegalArgumentException where the file cannot be read so, with a sentence for the user
     */
    void run(Path file) {
        List<Row> rows = rows(file);
        rows.forEach(this::judge);
        int silent = rows.size() - reaching.size() - near.size();
        out.println(rows.size() + " codes of " + entries(rows) + ": " + reaching.size() + " of " + entries(reaching)
                + " reach a value set, " + near.size() + " of " + entries(near) + " nearly, " + silent + " do not.");
        print("Reach a value set", reaching);
        print("Nearly", near);
        unread.forEach((system, of) -> out.println("Not read: " + of.size() + " codes of " + entries(of) + " in "
                + (system.isEmpty() ? "no system" : system)
                + " (code-systems.yaml does not know the address, or no row is"
                + " in use)"));
    }

    private static String entries(List<Row> rows) {
        long sum = rows.stream().mapToLong(Row::count).sum();
        return String.format(Locale.ROOT, "%,d", sum) + (sum == 1 ? " entry" : " entries");
    }

    private void print(String heading, List<Row> rows) {
        if (!rows.isEmpty()) {
            out.println(heading + ":");
            rows.stream()
                    .sorted(Comparator.comparingLong(Row::count).reversed().thenComparing(Row::code))
                    .forEach(row -> out.println(
                            String.format(Locale.ROOT, "  %-14s %,9d  %s", row.code(), row.count(), row.told())));
        }
    }

    private void judge(Row row) {
        Coding coding = terminology.coding(row.system(), row.code(), null);
        String sets = sets(coding);
        if (!sets.isEmpty()) {
            reaching.add(row.telling(sets));
            return;
        }
        if (coding.system() == null) {
            unread.computeIfAbsent(row.system(), system -> new ArrayList<>()).add(row);
        }
        String nearly = coding.system() == null ? underAnotherAddress(row) : narrowerRows(coding);
        if (!nearly.isEmpty()) {
            near.add(row.telling(nearly));
        }
    }

    private String sets(Coding coding) {
        return terminology.valueSets().stream()
                .filter(set -> coding.sets().in(set))
                .map(ValueSet::id)
                .collect(Collectors.joining(", "));
    }

    /** The same code in a system that is read; short codes mean too many things. */
    private String underAnotherAddress(Row row) {
        if (row.code().length() < 4) {
            return "";
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (CodeSystem system : systems()) {
            Coding coding = terminology.coding(system.uri(), row.code(), null);
            String sets = sets(coding);
            if (!sets.isEmpty() && coding.system() != null) {
                found.putIfAbsent(coding.system().name(), sets);
            }
        }
        return found.entrySet().stream()
                .map(entry -> "in " + entry.getValue() + " if it is a code of " + entry.getKey() + ", but "
                        + row.system() + " is no address of that")
                .collect(Collectors.joining("; "));
    }

    /** Rows that are longer than the code: the site codes less exactly than the set asks for. */
    private String narrowerRows(Coding coding) {
        CodeSystem system = coding.system();
        if (system == null || system.matching() != CodeSystem.Matching.UNDOTTED_PREFIX) {
            return "";
        }
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (ValueSet set : terminology.valueSets()) {
            for (String row : terminology.codesOf(set).getOrDefault(system, List.of())) {
                if (system.normal(row).startsWith(coding.normalCode())) {
                    found.computeIfAbsent(set.id(), id -> new ArrayList<>()).add(row);
                }
            }
        }
        return found.entrySet().stream()
                .map(entry -> "too short for " + entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
                .collect(Collectors.joining("; "));
    }

    private List<CodeSystem> systems() {
        return terminology.valueSets().stream()
                .flatMap(set -> terminology.codesOf(set).keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(CodeSystem::name))
                .toList();
    }

    private static List<Row> rows(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read " + file + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("Cannot read " + file + " as UTF-8", e);
        }
        List<String> header = lines.isEmpty()
                ? List.of()
                : fields(lines.get(0).replace("\ufeff", "").toLowerCase(Locale.ROOT));
        int system = header.indexOf("system");
        int code = header.indexOf("code");
        int count = header.indexOf("count");
        if (system < 0 || code < 0) {
            throw new IllegalArgumentException(file + ": the first line must name the columns system and code");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> fields = fields(lines.get(i));
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (fields.size() <= Math.max(system, code)) {
                throw new IllegalArgumentException(file + ": line " + (i + 1) + " has fewer columns than the first");
            }
            rows.add(new Row(fields.get(system), fields.get(code), count(fields, count, file, i + 1), ""));
        }
        return rows;
    }

    private static long count(List<String> fields, int column, Path file, int line) {
        if (column < 0 || column >= fields.size() || fields.get(column).isEmpty()) {
            return 1;
        }
        try {
            return Long.parseLong(fields.get(column));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    file + ": line " + line + " has the count '" + fields.get(column) + "', which is no number", e);
        }
    }

    /** The fields of a line of CSV, parted by commas or semicolons; a field in quotes may hold both. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if ((c == ',' || c == ';') && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
