/** Tests of the workbench, the web page of this service, in a real browser. */
@NullMarked
package org.cervicalcds.workbench;

import org.jspecify.annotations.NullMarked;
