/**
 * Reads the card content from YAML, strictly: unknown, duplicate and missing keys and unknown names are refused, and all problems are told
 * at once with file and field.
 */
@NullMarked
package org.cervicalcds.content;

import org.jspecify.annotations.NullMarked;
