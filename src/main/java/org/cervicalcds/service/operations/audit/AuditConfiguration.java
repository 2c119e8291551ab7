package org.cervicalcds.service.operations.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import org.cervicalcds.service.cdshooks.AuditTrail;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the reports; wants ServiceSettings and a Clock. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

    @Bean
    AuditTrail auditTrail(ServiceSettings settings, Clock clock, ObjectProvider<MeterRegistry> meters) {
        Destination destination = destination(settings.audit(), clock);
        return destination == null
                ? AuditTrail.NONE
                : new AuditQueue(
                        settings.audit().queue(),
                        new AuditEventJson(settings.audit().patient()),
                        destination,
                        meters.getIfAvailable(SimpleMeterRegistry::new));
    }

    private static @Nullable Destination destination(ServiceSettings.Audit audit, Clock clock) {
        if (audit.file() != null && audit.fhirServer() != null) {
            throw new IllegalStateException(
                    "cervical-cds.audit.file and cervical-cds.audit.fhir-server are both set; AuditEvents go to one of them.");
        }
        if (audit.file() != null) {
            return new AuditFile(Path.of(audit.file()), audit.maxFileBytes().toBytes(), clock);
        }
        return audit.fhirServer() == null ? null : new AuditServer(audit.fhirServer(), audit.token());
    }
}
