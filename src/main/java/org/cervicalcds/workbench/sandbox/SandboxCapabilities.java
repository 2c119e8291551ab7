package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ServerCapabilityStatementProvider;
import ca.uhn.fhir.util.FhirTerser;
import java.util.Locale;
import org.hl7.fhir.instance.model.api.IBase;

/** The CapabilityStatement of the sandbox, with the search parameters that HAPI cannot see; public because HAPI asks for it. */
public final class SandboxCapabilities extends ServerCapabilityStatementProvider {

    private final ResourceStore store;

    SandboxCapabilities(RestfulServer server, ResourceStore store) {
        super(server);
        this.store = store;
    }

    @Override
    protected void postProcessRestResource(FhirTerser terser, IBase resource, String type) {
        if (!store.keeps(type)) {
            return;
        }
        for (SearchParameter parameter : store.parameters(type).all()) {
            IBase listed = terser.addElement(resource, "searchParam");
            terser.addElement(listed, "name", parameter.name());
            terser.addElement(listed, "type", parameter.kind().name().toLowerCase(Locale.ROOT));
        }
    }
}
