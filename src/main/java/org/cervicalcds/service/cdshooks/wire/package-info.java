/** The wire format: requests in, answers out; asks nobody. */
@NullMarked
package org.cervicalcds.service.cdshooks.wire;

import org.jspecify.annotations.NullMarked;
