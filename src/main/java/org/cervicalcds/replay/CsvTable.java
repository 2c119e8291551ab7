package org.cervicalcds.replay;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rows as RFC 4180 has them, with line feeds; the names of the columns come with the joining. */
final class CsvTable implements TableWriter {
    private final BufferedWriter out;

    CsvTable(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
    }

    static void join(Table table, List<Path> parts, Path file) throws IOException {
        try (OutputStream joined = Files.newOutputStream(file)) {
            joined.write((String.join(",", table.columns()) + "\n").getBytes(StandardCharsets.UTF_8));
            for (Path part : parts) {
                Files.copy(part, joined);
            }
        }
    }

    @Override
    public void write(String... columns) throws IOException {
        out.write(line(columns));
        out.write('\n');
    }

    /** A row without the line feed. */
    static String line(String... columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.length; i++) {
            line.append(i == 0 ? "" : ",").append(quoted(columns[i]));
        }
        return line.toString();
    }

    private static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
