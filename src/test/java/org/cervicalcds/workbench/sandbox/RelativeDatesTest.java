package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativeDatesTest {

    private final RelativeDates dates =
            new RelativeDates(Clock.fixed(Instant.parse("2025-06-15T10:00:00.123Z"), ZoneOffset.ofHours(9)));

    @ParameterizedTest
    @CsvSource({
        "${today},2025-06-15",
        "${today-2d},2025-06-13",
        "${today+1d},2025-06-16",
        "${today-62y4m14d},1963-02-01",
        "${today-7m13d},2024-11-02",
        "${month-1m},2025-05",
        "${year-24y},2001",
        "${now},2025-06-15T10:00:00Z",
        "${now-3h},2025-06-15T07:00:00Z",
        "${now-50min},2025-06-15T09:10:00Z",
        "${now-1y2m3dT},refused",
        "${yesterday},refused",
        "a ${today} b ${today-1d},a 2025-06-15 b 2025-06-14",
    })
    void tokenBecomesADateInUtc(String token, String date) {
        if (date.equals("refused")) {
            assertThatThrownBy(() -> dates.resolve(token)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(dates.resolve(token)).isEqualTo(date);
        }
    }

    @Test
    void textWithoutTokensStaysAsItIs() {
        assertThat(dates.resolve("{ \"cost\": \"$5\" }")).isEqualTo("{ \"cost\": \"$5\" }");
    }
}
