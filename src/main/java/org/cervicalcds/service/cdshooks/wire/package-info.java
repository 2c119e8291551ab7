/** The wire format: requests in, answers out; knows nothing of what is kept. */
@NullMarked
package org.cervicalcds.service.cdshooks.wire;

import org.jspecify.annotations.NullMarked;
