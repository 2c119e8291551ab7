package org.cervicalcds.service.store.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet would take for a formula is marked as text, whatever stands in front of it. */
class ExportsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1+1",
                "-1+1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                " =1+1",
                "\u00a0=1+1",
                " \u2003\u00a0@x",
                "\u200b=1",
                "\ufeff=1",
                "\uff1d1+1",
                " \uff0b1",
                "\uff0d1+1",
                "\uff20SUM(A1)",
                "\u22121+1"
            })
    void formulasAreText(String text) {
        assertThat(Exports.cell(text).replace("\"", "")).startsWith("'");
    }

    @Test
    void whatIsNoFormulaStaysAsItIs() {
        for (String text : new String[] {"", " ", "\u00a0", "-17", "17", "a=b", "Condition/1", "\u00fc = 1"}) {
            assertThat(Exports.cell(text)).isEqualTo(text);
        }
        assertThat(Exports.cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
    }
}
