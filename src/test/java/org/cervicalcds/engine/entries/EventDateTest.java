package org.cervicalcds.engine.entries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How recent a date of any precision is, against one moment (docs/clinical.md 0.2). */
final class EventDateTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Instant WINDOW = Instant.parse("2026-06-01T00:00:00Z");

    private static EventDate event(String date, @Nullable String recorded, boolean vague) {
        PartialDate read = PartialDate.parse(date, ZoneOffset.UTC);
        assertThat(read).as(date).isNotNull();
        return EventDate.of(
                read == null ? PartialDate.at(NOW) : read,
                EventDate.Origin.STATED,
                recorded == null ? null : PartialDate.parse(recorded, ZoneOffset.UTC),
                vague,
                NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01, , true",
        "2026-05-31, , false",
        "2026-05-31T23:59:59.999Z, , false",
        "2026-06-01T00:00:00Z, , true",
        "2026-06-01T01:00:00+01:00, , true",
        "2026-06-01T00:30:00+01:00, , false",
        "2026-06, , true",
        "2026-05, , false",
        "2026, , false",
        "2026, 2026-06-02, true",
        "2026, 2026-05-02, false",
        "2025, 2026-06-02, false",
        "2026-06-15t11:59:60z, , true",
    })
    void theLatestInstantDecidesAndABareYearNeedsAWitness(String date, @Nullable String recorded, boolean within) {
        assertThat(event(date, recorded, false).within(WINDOW)).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({"2026-06-02, true", "2026-05-02, false", ", false"})
    void anAgeNeedsAWitness(@Nullable String recorded, boolean within) {
        assertThat(event("2026-06", recorded, true).within(WINDOW)).isEqualTo(within);
    }

    /** A clock that runs ahead is no future, and never makes an event later than now. */
    @ParameterizedTest
    @CsvSource({
        "2026-06-16T11:00:00Z, false",
        "2026-06-16T13:00:00Z, true",
        "2026-06-16, false",
        "2026-06-17, true",
        "2026-07, true",
        "2027, true",
        "2026, false"
    })
    void aDayAheadIsTheFuture(String date, boolean future) {
        EventDate event = event(date, null, false);

        assertThat(event.future()).isEqualTo(future);
        assertThat(event.at()).isBeforeOrEqualTo(NOW);
    }

    @Test
    void aDiagnosisOfTheVisitIsRecentWhateverItsDate() {
        PartialDate year = PartialDate.day(java.time.LocalDate.parse("2020-01-01"), ZoneOffset.UTC);
        EventDate event = EventDate.of(year, EventDate.Origin.ENCOUNTER, null, false, NOW);

        assertThat(event.within(WINDOW)).isTrue();
        assertThat(event.before(WINDOW)).isFalse();
    }
}
