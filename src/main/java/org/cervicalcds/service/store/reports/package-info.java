/** Counts of days and CSV for people, from what is kept. */
@NullMarked
package org.cervicalcds.service.store.reports;

import org.jspecify.annotations.NullMarked;
