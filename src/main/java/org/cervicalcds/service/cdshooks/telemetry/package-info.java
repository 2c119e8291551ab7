/** What is told of each call: the log line, meters, spans and the decision that is kept. */
@NullMarked
package org.cervicalcds.service.cdshooks.telemetry;

import org.jspecify.annotations.NullMarked;
