package org.cervicalcds.engine.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completed years today; a birth date of year or month only is its first possible day. */
class AgeTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1960-06-15, 65",
                "1960-06-16, 64",
                "1960-06,    65", // 1960-06-01
                "1960-07,    64",
                "1960,       65", // 1960-01-01
                "1961,       64",
                "2004-02-29, 21",
                "-,          -",
            })
    void yearsAreCompleted(@Nullable String born, @Nullable Integer age) {
        assertThat(new Charts().born(born).chart().age()).isEqualTo(age);
    }

    @Test
    void limitsIncludeTheLowerAndNotTheUpperEnd() {
        SimpleFindings.Age group = new SimpleFindings.Age(18, 65, false);
        assertThat(new Charts().born("2007-06-15").read(group).isPresent()).isTrue();
        assertThat(new Charts().born("2007-06-16").read(group).isAbsent()).isTrue();
        assertThat(new Charts().born("1960-06-16").read(group).isPresent()).isTrue();
        assertThat(new Charts().born("1960-06-15").read(group).isAbsent()).isTrue();
    }

    @Test
    void anUnknownAgePassesOrFailsAsTheRuleSays() {
        assertThat(new Charts()
                        .born(null)
                        .read(new SimpleFindings.Age(16, null, true))
                        .isPresent())
                .isTrue();
        assertThat(new Charts()
                        .born(null)
                        .read(new SimpleFindings.Age(65, null, false))
                        .isAbsent())
                .isTrue();
    }
}
