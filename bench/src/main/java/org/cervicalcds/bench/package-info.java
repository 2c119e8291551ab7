/** Measures the product against a floor and against a server that reads with HAPI's parser; no part of the product. */
@NullMarked
package org.cervicalcds.bench;

import org.jspecify.annotations.NullMarked;
