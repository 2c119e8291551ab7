/** Shows what a replay finds: the report over the synthetic export that travels with the service. Stands on replay and content. */
@NullMarked
package org.cervicalcds.workbench.replay;

import org.jspecify.annotations.NullMarked;
