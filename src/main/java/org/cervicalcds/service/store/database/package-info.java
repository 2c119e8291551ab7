/** How the database is reached, what is done where it is away, and the keys that stand for names; knows nothing of what is kept. */
@NullMarked
package org.cervicalcds.service.store.database;

import org.jspecify.annotations.NullMarked;
