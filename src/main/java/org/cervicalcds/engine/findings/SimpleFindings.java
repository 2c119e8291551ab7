package org.cervicalcds.engine.findings;

import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.entries.Patient;
import org.jspecify.annotations.Nullable;

/** Findings that rest on no entry: the patient, the hook, a setting, another card. */
public final class SimpleFindings {
    private SimpleFindings() {}

    private static Finding told(String name, boolean present) {
        return present ? new Finding.Present(name, List.of()) : new Finding.Absent(name);
    }

    /**
     * The age in completed years.
     *
     * @param atLeast lower limit, included; null for none
     * @param below upper limit, excluded; null for none
     * @param unknownPasses an unknown age counts as inside the limits
     */
    public record Age(@Nullable Integer atLeast, @Nullable Integer below, boolean unknownPasses)
            implements FindingDefinition {
        @Override
        public Finding read(String name, Findings findings) {
            Integer age = findings.chart().age();
            if (age == null) {
                return told(name, unknownPasses);
            }
            return told(name, (atLeast == null || age >= atLeast) && (below == null || age < below));
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.PATIENT);
        }

        @Override
        public Set<String> uses() {
            return Set.of();
        }
    }

    /** What the Patient resource says. */
    public enum PatientState implements FindingDefinition {
        DECEASED {
            @Override
            boolean holds(Patient patient) {
                return patient.deceased();
            }
        },
        INACTIVE {
            @Override
            boolean holds(Patient patient) {
                return !patient.active();
            }
        },
        AGE_UNKNOWN {
            @Override
            boolean holds(Patient patient) {
                return patient.birthDate() == null;
            }
        };

        abstract boolean holds(Patient patient);

        @Override
        public Finding read(String name, Findings findings) {
            Patient patient = findings.chart().patient();
            return patient == null ? new Finding.Unknown(name, "patient not supplied") : told(name, holds(patient));
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.PATIENT);
        }

        @Override
        public Set<String> uses() {
            return Set.of();
        }
    }

    /** The hook is one of these. */
    public record OnHook(List<String> hooks) implements FindingDefinition {
        @Override
        public Finding read(String name, Findings findings) {
            Chart chart = findings.chart();
            return told(name, hooks.contains(chart.scope().hook()));
        }

        @Override
        public Set<Need> needs() {
            return Set.of();
        }

        @Override
        public Set<String> uses() {
            return Set.of();
        }
    }

    /** A setting of the site that is on or off. */
    public record Setting(boolean on) implements FindingDefinition {
        @Override
        public Finding read(String name, Findings findings) {
            return told(name, on);
        }

        @Override
        public Set<Need> needs() {
            return Set.of();
        }

        @Override
        public Set<String> uses() {
            return Set.of();
        }
    }

    /**
     * Another card reaches a tier.
     *
     * @param indicator code of the least urgent tier that counts
     * @param returned the card must also be returned on this hook
     * @param line name of the tier that must decide it; empty for any
     */
    public record OtherCard(String card, String indicator, boolean returned, String line) implements FindingDefinition {
        @Override
        public Finding read(String name, Findings findings) {
            return told(name, findings.cardTiers().reaches(card, indicator, returned, line));
        }

        @Override
        public Set<Need> needs() {
            return Set.of();
        }

        @Override
        public Set<String> uses() {
            return Set.of();
        }
    }
}
