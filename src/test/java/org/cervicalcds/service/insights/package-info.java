/** What the record shows. */
@NullMarked
package org.cervicalcds.service.insights;

import org.jspecify.annotations.NullMarked;
