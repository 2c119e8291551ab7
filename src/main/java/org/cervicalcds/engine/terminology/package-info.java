/** Knows which value sets a coding belongs to; knows nothing of patients, JSON or HTTP. */
@NullMarked
package org.cervicalcds.engine.terminology;

import org.jspecify.annotations.NullMarked;
