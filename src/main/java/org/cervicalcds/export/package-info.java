/**
 * Writes the cards for systems that run CQL: a FHIR package of libraries, plan definitions and value sets, generated from the content model
 * alone. It knows no CQL engine; what translates and checks the package stands outside of the service (docs/cql.md).
 */
@NullMarked
package org.cervicalcds.export;

import org.jspecify.annotations.NullMarked;
