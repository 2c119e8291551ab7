package org.cervicalcds.cohort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The synthetic people that {@code cohort/generate-cohort.sh} made, part by part, looked at in one fixed instant. */
public final class Cohort {
    /** The day on which Synthea ended. */
    public static final Instant NOW = Instant.parse("2025-06-15T10:00:00Z");

    public static final List<String> PARTS = List.of("general", "clinic");

    private static final Path FOLDER = Path.of("src/test/resources/cohort");

    /**
     * One person.
     *
     * @param id id of the Patient
     * @param record the prefetch an EHR would send, as JSON; all observations stand under one key
     */
    public record Person(String id, byte[] record) {
        public String text() {
            return new String(record, StandardCharsets.UTF_8);
        }
    }

    private Cohort() {}

    /** The people of one part, in the order of their ids. */
    public static List<Person> part(String name) {
        List<Person> people = new ArrayList<>();
        try (InputStream packed = Files.newInputStream(FOLDER.resolve(name + ".ndjson.gz"));
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String id = "%s-%04d".formatted(name, people.size() + 1);
                people.add(new Person(id, line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return people;
    }
}
