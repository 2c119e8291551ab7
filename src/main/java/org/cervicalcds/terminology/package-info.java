/** Knows which value sets a coding belongs to; knows nothing of patients, JSON or HTTP. */
@NullMarked
package org.cervicalcds.terminology;

import org.jspecify.annotations.NullMarked;
