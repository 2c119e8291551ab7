package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servlet that speaks FHIR for the sandbox; a token that a caller sends is not looked at. */
final class SandboxServer extends RestfulServer {

    private static final long serialVersionUID = 1L;

    /** The resource types of the sandbox. */
    static final List<Class<? extends Resource>> TYPES = List.of(
            AllergyIntolerance.class,
            Condition.class,
            DiagnosticReport.class,
            Encounter.class,
            ImagingStudy.class,
            Immunization.class,
            Medication.class,
            MedicationAdministration.class,
            MedicationDispense.class,
            MedicationRequest.class,
            MedicationStatement.class,
            Observation.class,
            Organization.class,
            Patient.class,
            Practitioner.class,
            PractitionerRole.class,
            Procedure.class,
            ServiceRequest.class);

    private static final Logger log = LoggerFactory.getLogger(SandboxServer.class);

    private final transient ResourceStore store;

    private SandboxServer(FhirContext fhir, ResourceStore store) {
        super(fhir);
        this.store = store;
        setServerName("Cervical CDS sandbox");
        setImplementationDescription("Cervical CDS sandbox: synthetic patients only");
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setDefaultPageSize(SearchRequest.DEFAULT_COUNT);
    }

    /** Reads the shipped patients, which takes a second or two. */
    static SandboxServer read(Clock clock) {
        long start = System.nanoTime();
        FhirContext fhir = FhirContext.forR4();
        fhir.setParserErrorHandler(new LenientErrorHandler(false));
        List<Resource> shipped = ShippedPatients.read(fhir, clock);
        List<String> types = TYPES.stream().map(Class::getSimpleName).toList();
        ResourceStore store = new ResourceStore(
                fhir, clock, types, shipped, ResourceStore.MOST_ADDED, ResourceStore.MOST_ADDED_BYTES);
        log.info(
                "The FHIR sandbox holds {} synthetic resources, read in {} ms",
                shipped.size(),
                (System.nanoTime() - start) / 1_000_000);
        return new SandboxServer(fhir, store);
    }

    @Override
    protected void initialize() {
        TYPES.forEach(type -> registerProvider(new TypeEndpoint<>(type, store)));
        setServerConformanceProvider(new SandboxCapabilities(this, store));
    }

    /** A resource type of FHIR that the sandbox holds none of: foreign EHRs search for such and go on only where that is no error. */
    private boolean isEmptyType(String path) {
        return getFhirContext().getResourceTypes().contains(path)
                && TYPES.stream().noneMatch(type -> type.getSimpleName().equals(path));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getPathInfo();
        String type = path == null ? "" : path.substring(1).replaceFirst("/_search$", "");
        boolean isSearch = request.getMethod().equals("GET") || path != null && path.endsWith("/_search");
        if (isSearch && isEmptyType(type)) {
            response.setContentType("application/fhir+json;charset=UTF-8");
            response.getWriter().write("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}");
            return;
        }
        super.service(new BoundedRequest(request), response);
    }
}
