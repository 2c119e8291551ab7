package org.cervicalcds.export;

import java.util.List;

/**
 * A finding in CQL.
 *
 * @param definitions its own, the one that answers (named like the finding) last
 * @param open it has entries that may count
 */
record Written(Extent extent, List<Definition> definitions, boolean open) {}
