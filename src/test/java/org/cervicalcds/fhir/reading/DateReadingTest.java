package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.cervicalcds.engine.entries.PartialDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FHIR dates and times as clients write them. */
final class DateReadingTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-06-15T12:00:00Z",
                "2026-06-15T12:00Z",
                "2026-06-15T12:00:00.1+02:00",
                "2026-06-15T12:00:00.123456789-05:30",
                "2024-02-29T23:59:59.999Z",
                "0001-01-01T00:00:00Z",
            })
    void timesAreTheInstantTheyName(String text) {
        assertThat(PartialDate.parse(text, ZONE))
                .isEqualTo(PartialDate.at(OffsetDateTime.parse(text).toInstant()));
    }

    /** What RFC 3339 allows, what interfaces shorten, and the leap second, which FHIR allows. */
    @ParameterizedTest
    @CsvSource({
        "2026-06-15t12:00:00z, 2026-06-15T12:00:00Z",
        "2026-06-15T12:00:00+02, 2026-06-15T10:00:00Z",
        "2026-06-15T12:00:00.000+0200, 2026-06-15T10:00:00Z",
        "2026-06-15 12:00:00Z, 2026-06-15T12:00:00Z",
        "2026-06-15 12:00:00.0, 2026-06-15T10:00:00Z",
        "2026-06-15T12:00:00 +02:00, 2026-06-15T10:00:00Z",
        "2026-06-15T24:00:00Z, 2026-06-16T00:00:00Z",
        "2026-06-15T24:00, 2026-06-15T22:00:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
        "2016-12-31T23:59:60.5Z, 2016-12-31T23:59:59.5Z",
    })
    void otherSpellingsAreRead(String text, Instant instant) {
        assertThat(PartialDate.parse(text, ZONE)).isEqualTo(PartialDate.at(instant));
    }

    @ParameterizedTest(name = "{0} is {1} to {2}")
    @CsvSource({
        "2026, 2025-12-31T23:00:00Z, 2026-12-31T22:59:59.999Z",
        "2026-06, 2026-05-31T22:00:00Z, 2026-06-30T21:59:59.999Z",
        "2026-06-15, 2026-06-14T22:00:00Z, 2026-06-15T21:59:59.999Z",
        "2026-06-15T12:00:00, 2026-06-15T10:00:00Z, 2026-06-15T10:00:00Z",
    })
    void whatHasNoZoneIsOfOurs(String text, Instant earliest, Instant latest) {
        PartialDate date = Objects.requireNonNull(PartialDate.parse(text, ZONE));

        assertThat(date.earliest()).isEqualTo(earliest);
        assertThat(date.latest()).isEqualTo(latest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "20260615",
                "2026-13",
                "2026-02-30",
                "2026/06/15",
                "2026-6-15T",
                "2026-06-15T",
                "2026-06-15T1",
                "2026-06-15T12",
                "2026-06-15T12:0",
                "2026-06-15T12:00:",
                "2026-06-15T12:00:00:00-06:00",
                "2026-06-15T12:00:00.",
                "2026-06-15T12:00:00.Z",
                "2026-06-15T12:00:00.1234567890x",
                "2026-06-15T25:00:00Z",
                "2026-06-15T24:00:01Z",
                "2026-06-15T24:30:00Z",
                "2026-06-15 ",
                "2026-06-15           ",
                "2026-06-15T12:00:61Z",
                "2026-06-15T12:00:00+99:00",
                "2026-06-15T12:00:00Zulu",
                "\u0662\u0660\u0662\u0666-06-15",
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(PartialDate.parse(text, ZONE)).isNull();
    }
}
