package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** The synthetic patients of the sandbox for tests of other rooms. */
public final class SandboxRecords {
    private SandboxRecords() {}

    /** All resources, with dates counted from now. */
    public static List<Resource> read() {
        return ShippedPatients.read(FhirContext.forR4Cached(), Clock.systemUTC());
    }
}
