/**
 * The engine for whoever wants decisions without the service: a record and a moment in, decisions, cards and findings out. Plain Java, no
 * clock, no files, no network; the content is loaded elsewhere and handed in.
 */
@NullMarked
package org.cervicalcds.engine;

import org.jspecify.annotations.NullMarked;
