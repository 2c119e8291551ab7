/** Knows the commands of the command line that look at the card content without starting the service; knows nothing of HTTP. */
@NullMarked
package org.cervicalcds.commands;

import org.jspecify.annotations.NullMarked;
