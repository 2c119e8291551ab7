package org.cervicalcds;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.cervicalcds.service.store.database.StoreSettings;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Keeps the production profile from starting with a setting that is unsafe, unless it is acknowledged by name. */
final class SafeSettings {
    static final String ACKNOWLEDGE = "cervical-cds.security.acknowledge-unsafe";

    private final Environment environment;

    SafeSettings(Environment environment) {
        this.environment = environment;
    }

    /**
     * Checks the settings; outside the production profile everything goes.
     *
     * @throws UnsafeSettings which names every unsafe setting and how to acknowledge it
     */
    void check(ServiceSettings settings) {
        if (!environment.acceptsProfiles(Profiles.of("production"))) {
            return;
        }
        Map<String, String> unsafe = unsafe(settings);
        settings.security().acknowledgeUnsafe().forEach(unsafe::remove);
        if (!unsafe.isEmpty()) {
            throw new UnsafeSettings(unsafe);
        }
    }

    /** The start was refused. */
    static final class UnsafeSettings extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        static final String ACTION = "Mend them, or list the names in " + ACKNOWLEDGE + ".";

        private final String problems;

        private UnsafeSettings(Map<String, String> unsafe) {
            this("The production profile does not start with unsafe settings:\n"
                    + unsafe.entrySet().stream()
                            .map(e -> "  " + e.getKey() + ": " + e.getValue())
                            .collect(Collectors.joining("\n")));
        }

        private UnsafeSettings(String problems) {
            super(problems + "\n" + ACTION);
            this.problems = problems;
        }

        /** Every unsafe setting by name, a line each. */
        String problems() {
            return problems;
        }
    }

    private boolean isOnPostgreSql(ServiceSettings settings) {
        StoreSettings.Place place = settings.database();
        String url = place == null || place.url() == null
                ? environment.getProperty("spring.datasource.url", "")
                : place.url();
        return url.startsWith("jdbc:postgresql:");
    }

    /** A key file of before is good enough; the store warns of it. */
    private static boolean hasPatientKey(ServiceSettings settings) {
        String secret = settings.patientKeySecret();
        String data = settings.data() == null ? "data" : settings.data();
        return (secret != null && !secret.isBlank()) || StoreSettings.hasKeyFile(Path.of(data));
    }

    private Map<String, String> unsafe(ServiceSettings settings) {
        Map<String, String> unsafe = new LinkedHashMap<>();
        if (!settings.security().requireJwt()) {
            unsafe.put("no-jwt", "cervical-cds.security.require-jwt is false: anybody may call");
        } else if (settings.security().clients().isEmpty()) {
            unsafe.put("no-client", "cervical-cds.security.clients is empty: nobody can call");
        }
        if (settings.publicUrl() == null || settings.publicUrl().isBlank()) {
            unsafe.put(
                    "no-public-url",
                    "cervical-cds.public-url is not set: whoever calls chooses which address a token must be for");
        } else if (!settings.publicUrl().startsWith("https://")) {
            unsafe.put("http-public-url", "cervical-cds.public-url is no https address: tokens travel unencrypted");
        }
        if (!settings.security().requireHttps()) {
            unsafe.put("plain-http", "cervical-cds.security.require-https is false: patient data may come unencrypted");
        }
        boolean anyServerListed = !settings.fhir().allowedServers().isEmpty()
                || settings.security().clients().stream()
                        .anyMatch(client -> !client.fhirServers().isEmpty());
        if (!anyServerListed) {
            unsafe.put(
                    "no-allow-list",
                    "cervical-cds.fhir.allowed-servers is empty and no client has fhir-servers:"
                            + " none will be asked");
        }
        if (!settings.fhir().openServers().isEmpty()) {
            unsafe.put("open-servers", "cervical-cds.fhir.open-servers is set: FHIR servers are asked without a token");
        }
        if (settings.sandbox().enabled()) {
            unsafe.put("sandbox", "cervical-cds.sandbox.enabled is true: anybody may write to the sandbox");
        }
        if (settings.cors().allowedOrigins() != null
                && settings.cors().allowedOrigins().contains("*")) {
            unsafe.put("any-origin", "cervical-cds.cors.allowed-origins holds *: any web page may call");
        }
        if (isOnPostgreSql(settings) && !hasPatientKey(settings)) {
            unsafe.put(
                    "no-patient-key",
                    "cervical-cds.patient-key-secret is not set and the data folder holds no key file: replicas would not know"
                            + " each other's patients, and snoozed cards would come back after a restart");
        }
        if (!settings.requireSignOff()) {
            unsafe.put(
                    "no-sign-off",
                    "cervical-cds.cards.require-sign-off is false: cards that no clinician signed are shown");
        }
        return unsafe;
    }
}
