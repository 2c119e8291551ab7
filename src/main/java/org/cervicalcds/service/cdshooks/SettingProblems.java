package org.cervicalcds.service.cdshooks;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cervicalcds.service.access.AccessRules;
import org.cervicalcds.service.store.database.StoreSettings;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.cervicalcds.service.trust.clients.Output;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What is wrong with settings that could be read: all of it at once, by the names of the settings and without their values. */
final class SettingProblems {
    /** A name or an address as {@code Host} has it, without a port. */
    private static final Pattern HOST = Pattern.compile("\\*|[\\w.-]+|\\[?[0-9A-Fa-f:]+]?");

    /** A tag as in {@code Accept-Language}. */
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*");

    private final List<String> problems = new ArrayList<>();

    private SettingProblems() {}

    /**
     * Looks at all settings.
     *
     * @throws InvalidSettingException with every problem, where there is one
     */
    static void refuse(ServiceSettings settings) {
        SettingProblems all = new SettingProblems();
        all.store(settings);
        all.service(settings);
        all.fhir(settings.fhir());
        all.audit(settings.audit());
        all.security(settings.security());
        if (!all.problems.isEmpty()) {
            throw new InvalidSettingException(all.problems);
        }
    }

    private void store(ServiceSettings settings) {
        Integer days = settings.retentionDays();
        atLeast(1, "retention-days", days == null ? 1 : days);
        Integer queue = settings.decisionQueue();
        atLeast(1, "decision-queue", queue == null ? 1 : queue);
        String secret = settings.patientKeySecret();
        if (secret != null && !secret.isBlank() && secret.length() < StoreSettings.SHORTEST_SECRET) {
            problem("patient-key-secret", "must have at least " + StoreSettings.SHORTEST_SECRET + " characters");
        }
        if ((secret == null || secret.isBlank())
                && !StoreSettings.isKeyFileWhole(Path.of(settings.data() == null ? "data" : settings.data()))) {
            problem(
                    "data",
                    "names a folder whose file patient-key does not hold hexadecimal digits: restore it, or remove it and"
                            + " lose the snoozes and the patients on record");
        }
        if (settings.quiet() != null) {
            notNegative("quiet.look-up-budget", settings.quiet().lookUpBudget());
        }
        StoreSettings.Backup backup = settings.backup();
        if (backup != null) {
            positive("backup.every", backup.every());
            atLeast(1, "backup.keep", backup.keep());
            StoreSettings.Place place = settings.database();
            if (backup.folder() != null && place != null && place.url() != null) {
                problem("backup.folder", "is for the database in the data folder; PostgreSQL is copied by pg_dump");
            }
        }
    }

    private void service(ServiceSettings settings) {
        size("max-body-bytes", settings.maxBodyBytes());
        notNegative("shutdown-notice", settings.shutdownNotice());
        notNegative("canaries.every", settings.canaries().every());
        output("output", settings.output());
        String url = settings.publicUrl();
        if (url != null && !url.isBlank()) {
            address("public-url", url);
            if (url.contains("/cds-services")) {
                problem("public-url", "ends before /cds-services");
            }
        }
        List<String> hosts = settings.allowedHosts();
        for (int i = 0; hosts != null && i < hosts.size(); i++) {
            if (!HOST.matcher(hosts.get(i).strip()).matches()) {
                problem("allowed-hosts[" + i + "]", "is not a name of a host, without scheme, port and path");
            }
        }
        List<String> origins = settings.cors().allowedOrigins();
        for (int i = 0; origins != null && i < origins.size(); i++) {
            URI origin = uri(origins.get(i));
            if (!origins.get(i).equals("*")
                    && (origin == null || !origin.getRawPath().isEmpty())) {
                problem(
                        "cors.allowed-origins[" + i + "]",
                        "is neither * nor an origin such as https://ehr.example.org");
            }
        }
    }

    private void fhir(ServiceSettings.Fhir fhir) {
        addresses("fhir.open-servers", fhir.openServers());
        addresses("fhir.allowed-servers", fhir.allowedServers());
        addresses("fhir.private-servers", fhir.privateServers());
        atLeast(1, "fhir.calls-at-once", fhir.callsAtOnce());
        atLeast(1, "fhir.queries-at-once", fhir.queriesAtOnce());
        positive("fhir.time-budget", fhir.timeBudget());
        atLeast(1, "fhir.max-pages", fhir.maxPages());
        size("fhir.max-answer-bytes", fhir.maxAnswerBytes());
        for (int i = 0; i < fhir.aliases().size(); i++) {
            AccessRules.Alias alias = fhir.aliases().get(i);
            address("fhir.aliases[" + i + "].server", alias.server());
            address("fhir.aliases[" + i + "].alias", alias.alias());
        }
    }

    private void audit(ServiceSettings.Audit audit) {
        atLeast(1, "audit.queue", audit.queue());
        atLeast(1, "audit.max-file-bytes", audit.maxFileBytes().toBytes());
        if (audit.fhirServer() != null) {
            address("audit.fhir-server", audit.fhirServer());
            if (audit.file() != null) {
                problem("audit.file", "and cervical-cds.audit.fhir-server are both set; AuditEvents go to one of them");
            }
        }
    }

    private void security(SecuritySettings security) {
        notNegative("security.clock-skew", security.clockSkew());
        positive("security.max-lifetime", security.maxLifetime());
        notNegative("security.jwks-interval", security.jwksInterval());
        positive("security.jwks-max-age", security.jwksMaxAge());
        atLeast(0, "security.calls-per-minute", security.callsPerMinute());
        for (int i = 0; i < security.clients().size(); i++) {
            SecuritySettings.Client client = security.clients().get(i);
            String name = "security.clients[" + i + "].";
            addresses(name + "fhir-servers", client.fhirServers());
            if (client.algorithms().isEmpty()) {
                problem(name + "algorithms", "is empty");
            }
            if (client.output() != null) {
                output(name + "output", client.output());
            }
        }
    }

    private void output(String name, Output output) {
        atLeast(0, name + ".max-results", output.maxResults());
        if (output.language() != null && !LANGUAGE.matcher(output.language()).matches()) {
            problem(name + ".language", "is no language such as de or pt-BR");
        }
    }

    private void problem(String name, String what) {
        problems.add("cervical-cds." + name + " " + what);
    }

    private void atLeast(long least, String name, long value) {
        if (value < least) {
            problem(name, "must be at least " + least);
        }
    }

    private void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            problem(name, "must be above zero");
        }
    }

    private void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            problem(name, "must not be below zero");
        }
    }

    /** Of what is kept in one array. */
    private void size(String name, DataSize value) {
        if (value.toBytes() < 1 || value.toBytes() > Integer.MAX_VALUE) {
            problem(name, "must be at least one byte and less than 2GB");
        }
    }

    private void addresses(String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            address(name + "[" + i + "]", values.get(i));
        }
    }

    private void address(String name, @Nullable String value) {
        if (uri(value) == null) {
            problem(name, value == null ? "is missing" : "is no address such as https://ehr.example.org/fhir");
        }
    }

    private static @Nullable URI uri(@Nullable String text) {
        try {
            URI uri = new URI(text == null ? "" : text.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean plain = uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return http && plain && uri.getRawUserInfo() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
