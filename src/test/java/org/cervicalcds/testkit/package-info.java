/** What tests of several rooms share. */
@NullMarked
package org.cervicalcds.testkit;

import org.jspecify.annotations.NullMarked;
