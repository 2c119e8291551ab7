/** What the record shows. */
@NullMarked
package org.cervicalcds.insights;

import org.jspecify.annotations.NullMarked;
