package org.cervicalcds.engine.entries;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Body sites in the words of records: only what surely is elsewhere takes an entry away (docs/clinical.md 0.3). */
final class BodyRegionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | false | false | false",
                "Left shoulder | true | true | false",
                "LEFT HAND | true | true | false",
                "Chest wall | true | false | false",
                "TMJ | true | true | false",
                "Neck and shoulder | false | false | true",
                "C-spine | false | false | true",
                "C spine | false | false | false",
                "Cervical region | false | false | true",
                "HWS | false | false | true",
                "Low back | false | false | false",
                "Back of left hand | false | false | false",
                "Rücken | false | false | false",
                "Unspecified | false | false | false",
                "Handle with care | false | false | false",
                "hip\u00a0joint | true | true | false",
            })
    void whatSurelyIsElsewhere(String words, boolean elsewhere, boolean limb, boolean neck) {
        assertThat(BodyRegion.isElsewhere(words)).as("elsewhere").isEqualTo(elsewhere);
        assertThat(BodyRegion.isLimbOrJaw(words)).as("limb").isEqualTo(limb);
        assertThat(BodyRegion.namesNeck(words)).as("neck").isEqualTo(neck);
    }
}
