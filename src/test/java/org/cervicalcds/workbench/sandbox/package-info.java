/** The sandbox over HTTP, and the patients that it ships. */
@NullMarked
package org.cervicalcds.workbench.sandbox;

import org.jspecify.annotations.NullMarked;
