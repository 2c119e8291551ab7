package org.cervicalcds.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue's own table of names, held against a map. */
class FindingCatalogueTest {
    /** Of two letters with the same hash, so that many names fall on one place, beside names of their own. */
    private static Map<String, FindingDefinition> definitions(int count) {
        Random random = new Random(7);
        Map<String, FindingDefinition> definitions = new LinkedHashMap<>();
        while (definitions.size() < count) {
            StringBuilder name = new StringBuilder();
            int letters = 1 + random.nextInt(12);
            for (int i = 0; i < letters; i++) {
                name.append(random.nextBoolean() ? "Aa" : "BB");
            }
            name.append(random.nextInt(3) == 0 ? Integer.toString(random.nextInt(1000)) : "");
            definitions.put(
                    name.toString(), new Composition(List.of(), List.of(), List.of(), definitions.size(), List.of()));
        }
        return definitions;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 249, 2490})
    void everyNameLeadsToItsDefinitionAndNoOtherToAny(int count) {
        Map<String, FindingDefinition> map = definitions(count);
        FindingCatalogue catalogue = new FindingCatalogue(map);
        // Another object of the same letters.
        map.forEach((name, definition) -> assertThat(catalogue.definition(new StringBuilder(name).toString()))
                .isSameAs(definition));
        assertThat(catalogue.size()).isEqualTo(count);
        for (String name : List.of("", "another", "AaBBx")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> catalogue.definition(name))
                    .withMessageContaining(name);
        }
    }
}
