package org.cervicalcds.hooks;

import java.time.Clock;
import org.cervicalcds.cards.CardDeck;
import org.cervicalcds.content.Content;
import org.cervicalcds.fhir.FhirAccess;
import org.cervicalcds.store.Store;
import org.cervicalcds.trust.Clients;
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
                deck,
                clock,
                service.getBean(Settings.class),
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
