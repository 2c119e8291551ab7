package org.cervicalcds.content.findings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.terminology.UnitConversion;
import org.cervicalcds.engine.terminology.Units;

/** Reads {@code units.yaml}: how records spell units of measure. */
public final class UnitFile {
    private static final UnitConversion UCUM = new UcumFactors();

    private final Map<String, List<String>> spellings = new LinkedHashMap<>();

    public UnitFile(YamlFiles yaml) {
        Fields file = yaml.required("units.yaml");
        Map<String, String> taken = new HashMap<>();
        file.each((code, ignored) -> {
            List<String> others = file.texts(code);
            spellings.put(code, others);
            List<String> all = new ArrayList<>(others);
            all.add(code);
            for (String spelling : all) {
                String other = taken.put(spelling.strip().toLowerCase(Locale.ROOT), code);
                if (other != null) {
                    file.problem(code, "has the spelling '" + spelling + "', which " + other + " has too");
                }
            }
        });
    }

    public Units units() {
        return Units.of(spellings, UCUM);
    }

    /** The spellings as they were written, by UCUM code. */
    public Map<String, List<String>> written() {
        return spellings;
    }
}
