/** Makes pages from the templates in {@code src/main/jte}; knows nothing of what they show. */
@NullMarked
package org.cervicalcds.pages;

import org.jspecify.annotations.NullMarked;
