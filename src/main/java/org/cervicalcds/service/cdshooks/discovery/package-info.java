/** Which services are offered, and the prefetch templates they ask with. */
@NullMarked
package org.cervicalcds.service.cdshooks.discovery;

import org.jspecify.annotations.NullMarked;
