/** CQL as text: names, definitions, and how codes and words of the content are asked for. */
@NullMarked
package org.cervicalcds.export.cql;

import org.jspecify.annotations.NullMarked;
