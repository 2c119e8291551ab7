/** Servers, clients, tokens, clocks and bodies that tests of several rooms share. */
@NullMarked
package org.cervicalcds.testkit;

import org.jspecify.annotations.NullMarked;
