package org.cervicalcds.export.findings;

import java.util.List;
import org.cervicalcds.export.cql.Definition;

/**
 * A finding in CQL.
 *
 * @param definitions its own, the one that answers (named like the finding) last
 * @param open it has entries that may count
 */
public record Written(Extent extent, List<Definition> definitions, boolean open) {}
