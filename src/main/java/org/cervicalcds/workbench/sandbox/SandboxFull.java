package org.cervicalcds.workbench.sandbox;

import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;

/** The sandbox holds as many added resources, or bytes of them, as it may: HTTP 507. */
final class SandboxFull extends UnclassifiedServerFailureException {
    private static final long serialVersionUID = 1L;

    SandboxFull() {
        super(507, "The sandbox is full: delete something or start it again");
    }
}
