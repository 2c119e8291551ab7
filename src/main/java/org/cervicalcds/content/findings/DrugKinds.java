package org.cervicalcds.content.findings;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.TreatmentFinding;
import org.cervicalcds.engine.findings.TreatmentFinding.Proof;
import org.cervicalcds.engine.findings.TreatmentFinding.Purpose;
import org.cervicalcds.engine.findings.drugs.DrugCourse;
import org.cervicalcds.engine.findings.drugs.DrugStart;
import org.cervicalcds.engine.findings.drugs.MedicationFinding;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.text.Wording;
import org.jspecify.annotations.Nullable;

/** The kinds of findings about drugs and treatments. */
final class DrugKinds {
    private final FindingKinds kinds;
    private final Terminology terminology;

    DrugKinds(FindingKinds kinds, Terminology terminology) {
        this.kinds = kinds;
        this.terminology = terminology;
    }

    FindingDefinition medication(Fields fields) {
        MedicationFinding.@Nullable Exposure exposure = fields.has("days-at-least")
                ? new MedicationFinding.Exposure(
                        kinds.whole(fields, "days-at-least"),
                        kinds.duration(fields, "of-last"),
                        kinds.duration(fields, "unknown-length-counts-for"))
                : fields.has("taken-within")
                        ? new MedicationFinding.Exposure(
                                1,
                                kinds.duration(fields, "taken-within"),
                                kinds.duration(fields, "unknown-length-counts-for"))
                        : null;
        return new MedicationFinding(
                ValueSetFiles.named(fields, "medication", terminology),
                kinds.codes(fields),
                kinds.wording(fields, "or-named", false),
                fields.flag("oral-only", false),
                kinds.reason(fields),
                kinds.supply(fields),
                exposure,
                fields.has("dispensed-within")
                        ? new MedicationFinding.TakenNow(
                                kinds.duration(fields, "unknown-length-counts-for"),
                                kinds.duration(fields, "dispensed-within"))
                        : null);
    }

    FindingDefinition start(Fields fields) {
        return new DrugStart(
                ValueSetFiles.named(fields, "drug-start", terminology),
                fields.text("before-finding"),
                kinds.duration(fields, "within"),
                kinds.whole(fields, "gap"),
                kinds.duration(fields, "unknown-length-counts-for"));
    }

    FindingDefinition course(Fields fields) {
        return new DrugCourse(
                ValueSetFiles.named(fields, "drug-days", terminology),
                kinds.whole(fields, "gap"),
                kinds.duration(fields, "unknown-length-counts-for"),
                fields.optionalText("with-order"),
                fields.has("more-than") ? kinds.whole(fields, "more-than") : 0);
    }

    FindingDefinition treatment(Fields fields) {
        Purpose purpose = null;
        if (fields.has("purpose")) {
            Fields purposeFields = fields.object("purpose");
            Wording words = kinds.wording(purposeFields, "words", false);
            if (words == null) {
                purposeFields.problem("words", "is missing");
            }
            purpose = new Purpose(
                    words == null ? Wording.NONE : words,
                    ValueSetFiles.named(purposeFields, "reasons", terminology),
                    new CodeFilter(kinds.rows(purposeFields, "clear-codes"), Map.of()));
            purposeFields.end();
        }
        Duration within = kinds.duration(fields, "within");
        return new TreatmentFinding(
                ValueSetFiles.named(fields, "treatment", terminology),
                kinds.codes(fields),
                proofs(fields),
                within,
                purpose);
    }

    private static Set<Proof> proofs(Fields fields) {
        Set<Proof> proofs = EnumSet.noneOf(Proof.class);
        for (String word : fields.texts("by")) {
            boolean known = false;
            for (Proof proof : Proof.values()) {
                if (proof.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                    known = proofs.add(proof);
                }
            }
            if (!known) {
                fields.problem(
                        "by",
                        "names '" + word
                                + "'; it must be one of procedure, medication-administration, medication-request,"
                                + " service-request");
            }
        }
        if (proofs.isEmpty()) {
            fields.problem("by", "is missing");
        }
        return proofs;
    }
}
