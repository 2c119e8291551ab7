/** Opens the sandbox's patients to the checks of the exported cards. */
@NullMarked
package org.cervicalcds.workbench.sandbox;

import org.jspecify.annotations.NullMarked;
