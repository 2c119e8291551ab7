package org.cervicalcds.service.cdshooks;

import java.time.Instant;
import java.util.List;
import org.cervicalcds.service.store.Call;
import org.cervicalcds.service.store.DecisionRecord.CardOutcome;

/** Where each decision is reported to; it must neither wait nor throw. */
public interface AuditTrail {
    /** Nobody wants reports. */
    AuditTrail NONE = decided -> {};

    void decided(Decided decided);

    /**
     * A hook call and what came of it.
     *
     * @param patientId as the client named the patient
     */
    record Decided(Call call, Instant at, String patientId, List<CardOutcome> cards) {
        @Override
        public String toString() {
            return "Decided[" + call.id() + "]";
        }
    }
}
