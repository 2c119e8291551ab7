package org.cervicalcds.sandbox;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

    private final transient Future<ResourceStore> store;

    SandboxServer(FhirContext fhir, Future<ResourceStore> store) {
        super(fhir);
        this.store = store;
        setServerName("Cervical CDS sandbox");
        setImplementationDescription("Cervical CDS sandbox: synthetic patients only");
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setDefaultPageSize(SearchRequest.DEFAULT_COUNT);
    }

    /** Waits for the patients to be read, so that the service does not start with a broken sandbox. */
    @Override
    protected void initialize() throws ServletException {
        try {
            ResourceStore ready = store.get();
            TYPES.forEach(type -> registerProvider(new TypeEndpoint<>(type, ready)));
            setServerConformanceProvider(new SandboxCapabilities(this, ready));
        } catch (ExecutionException e) {
            throw new ServletException("The patients of the sandbox cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException("Stopped while the patients of the sandbox were read", e);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        super.service(new BoundedRequest(request), response);
    }
}
