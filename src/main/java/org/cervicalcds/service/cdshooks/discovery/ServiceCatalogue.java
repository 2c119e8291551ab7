package org.cervicalcds.service.cdshooks.discovery;

import java.util.List;
import org.cervicalcds.engine.cards.CdsService;

/** The CDS services on offer, in the order of discovery. */
public record ServiceCatalogue(List<CdsService> services) {}
