package org.cervicalcds.replay;

import java.nio.charset.StandardCharsets;

/**
 * A patient of an export.
 *
 * @param id bare
 * @param bytes of the id
 * @param hash of these bytes, which brings the patient's lines together
 */
record PatientKey(String id, byte[] bytes, long hash) {
    static PatientKey of(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return new PatientKey(id, bytes, Partition.hash(bytes));
    }
}
