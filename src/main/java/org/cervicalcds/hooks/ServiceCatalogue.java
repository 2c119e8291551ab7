package org.cervicalcds.hooks;

import java.util.List;
import org.cervicalcds.cards.CdsService;

/** The CDS services on offer, in the order of discovery. */
public record ServiceCatalogue(List<CdsService> services) {}
