/** What runs beside the calls: a thread that writes for others, and a log that does not repeat itself; knows nothing of what is written. */
@NullMarked
package org.cervicalcds.service.background;

import org.jspecify.annotations.NullMarked;
