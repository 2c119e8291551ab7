package org.cervicalcds.replay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The Medication resources of an export, which belong to no patient. For any number of threads. */
@FunctionalInterface
interface MedicationSource {
    /** The JSON of one by its type and id, such as {@code Medication/7}; null where the export has none. */
    byte @Nullable [] get(String reference) throws IOException;
}
