package org.cervicalcds.fhir.reading;

import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Supply;
import org.jspecify.annotations.Nullable;

/** How much of a drug a resource tells of, and for when. */
final class DrugSupply {
    private DrugSupply() {}

    static Supply of(ResourceFields fields) {
        List<Supply.Dose> doses = new ArrayList<>(fields.dosages.size());
        for (DosageInstruction dosage : fields.dosages) {
            doses.add(dosage.dose(fields.quantityUnit));
        }
        PartialDate from =
                switch (fields.kind) {
                    case MEDICATION_REQUEST -> fields.recorded;
                    case MEDICATION_DISPENSE -> fields.happened != null ? fields.happened : fields.recorded;
                    default -> fields.start != null ? fields.start : fields.happened;
                };
        return new Supply(
                from, lastDay(fields), fields.supplyDays, fields.repeats, fields.quantity, doses, fields.initialFill);
    }

    /** When a medication came into the record: ordered, stated, handed over or given. */
    static @Nullable PartialDate firstKnown(ResourceFields fields) {
        if (fields.kind == ResourceKind.MEDICATION_DISPENSE || fields.kind == ResourceKind.MEDICATION_ADMINISTRATION) {
            PartialDate done = fields.happened != null ? fields.happened : fields.end;
            return done != null ? done : fields.recorded != null ? fields.recorded : fields.start;
        }
        if (fields.recorded != null) {
            return fields.recorded;
        }
        return fields.start != null ? fields.start : fields.happened;
    }

    /** Where a single time stands in place of a period, it is also the end, unless the statement says that it goes on. */
    private static @Nullable PartialDate lastDay(ResourceFields fields) {
        return switch (fields.kind) {
            case MEDICATION_ADMINISTRATION -> fields.end != null ? fields.end : fields.happened;
            case MEDICATION_STATEMENT ->
                fields.end != null || fields.start != null || !fields.status.equals("completed")
                        ? fields.end
                        : fields.happened;
            default -> null;
        };
    }
}
