package org.cervicalcds.service.cdshooks;

import java.time.Clock;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.Engine;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.service.access.FhirAccess;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.telemetry.CallMeters;
import org.cervicalcds.service.cdshooks.telemetry.ContentNames;
import org.cervicalcds.service.cdshooks.telemetry.Recorder;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.trust.clients.Clients;
import org.springframework.context.ApplicationContext;

/** The pipeline of a running service with other cards. */
public final class Rehearsals {
    private Rehearsals() {}

    public static Rehearsal of(ApplicationContext service, CardDeck deck) {
        Content content = service.getBean(Content.class);
        Clock clock = service.getBean(Clock.class);
        HookCall hookCall = new HookCall(
                new RequestReader(content.terminology(), clock.getZone()),
                service.getBean(FhirAccess.class),
                service.getBean(Clients.class),
                Engine.of(deck),
                clock,
                service.getBean(ServiceSettings.class),
                new Callers(false, false),
                new Recorder(
                        service.getBean(Store.class),
                        service.getBean(ContentNames.class),
                        clock,
                        service.getBean(CallMeters.class)),
                service.getBean(CallMeters.class),
                AuditTrail.NONE);
        return new Rehearsal(
                OfferedService.all(
                        new ServiceCatalogue(content.services()), deck, new PrefetchTemplates(content.terminology())),
                hookCall);
    }
}
