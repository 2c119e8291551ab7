/** Clients, their keys and their tokens; knows nothing of HTTP. */
@NullMarked
package org.cervicalcds.service.trust.clients;

import org.jspecify.annotations.NullMarked;
