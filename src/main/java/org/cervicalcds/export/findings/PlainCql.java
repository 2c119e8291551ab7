package org.cervicalcds.export.findings;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.SimpleFindings;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;

/** Findings that rest on no entry: the patient, the hook, a setting. */
final class PlainCql {
    private PlainCql() {}

    static Written write(String finding, FindingDefinition definition) {
        return new Written(Extent.GENERATED, List.of(Definition.of(finding, expression(finding, definition))), false);
    }

    private static String expression(String finding, FindingDefinition definition) {
        if (definition instanceof SimpleFindings.Age age) {
            List<String> limits = new ArrayList<>();
            if (age.atLeast() != null) {
                limits.add("Chart.\"Age\" >= " + age.atLeast());
            }
            if (age.below() != null) {
                limits.add("Chart.\"Age\" < " + age.below());
            }
            return "Coalesce(" + CqlText.all(limits) + ", " + age.unknownPasses() + ")";
        }
        if (definition instanceof SimpleFindings.PatientState state) {
            String holds =
                    switch (state) {
                        case DECEASED -> "Chart.\"Is deceased\"";
                        case INACTIVE -> "Coalesce(Patient.active.value = false, false)";
                        case AGE_UNKNOWN -> "Patient.birthDate is null";
                    };
            return "if not Chart.\"Has patient\" then null as Boolean else " + holds;
        }
        if (definition instanceof SimpleFindings.OnHook hook) {
            return "Chart.\"Hook\" in " + CqlText.strings(hook.hooks());
        }
        if (definition instanceof SimpleFindings.Setting setting) {
            return String.valueOf(setting.on());
        }
        throw new IllegalStateException("no CQL for the kind of " + finding);
    }
}
