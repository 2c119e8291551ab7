/** Reports each decision as a FHIR AuditEvent to a file or a FHIR server, where a site wants that. */
@NullMarked
package org.cervicalcds.service.operations.audit;

import org.jspecify.annotations.NullMarked;
