/**
 * Knows what is kept: decisions, feedback, used tokens, and what follows from them (snoozes, statistics); knows nothing of HTTP, JSON or FHIR.
 *
 * <p>Only feedback is durable before an answer goes out. Everything else gives way: with no database, answers go on and the loss is counted.
 */
@NullMarked
package org.cervicalcds.service.store;

import org.jspecify.annotations.NullMarked;
