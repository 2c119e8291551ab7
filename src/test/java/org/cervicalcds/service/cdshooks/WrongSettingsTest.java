package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Every setting is tried with values that it cannot have: each is refused by its name. */
final class WrongSettingsTest {
    private static final String PREFIX = "cervical-cds";
    /** Free text, folders, secrets and what is looked at elsewhere: any text will do, or another test has it. */
    private static final Set<String> ANY_TEXT = Set.of(
            "cards",
            "overlay",
            "data",
            "patient-key-secret",
            "backup.folder",
            "database.url",
            "database.username",
            "database.password",
            "fhir.client-ids",
            "operators.token",
            "audit.file",
            "audit.token",
            "expected-rates",
            "security.acknowledge-unsafe",
            "security.clients[0].issuer",
            "security.clients[0].jwks-file",
            "security.clients[0].jku",
            "security.clients[0].jwks-uri",
            "security.clients[0].tenants",
            "security.clients[0].services",
            "security.clients[0].algorithms");

    /** All settings by name. */
    private static Map<String, Type> settings() {
        Map<String, Type> all = new TreeMap<>();
        walk(ServiceSettings.class, "", all);
        return all;
    }

    private static void walk(Class<?> record, String prefix, Map<String, Type> all) {
        Class<?>[] types = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class[]::new);
        for (int i = 0; i < types.length; i++) {
            RecordComponent component = record.getRecordComponents()[i];
            String name = prefix + name(record, types, i, component.getName());
            Type generic = component.getGenericType();
            if (types[i].isRecord()) {
                walk(types[i], name + ".", all);
            } else if (generic instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> element
                    && element.isRecord()) {
                walk(element, name + "[0].", all);
            } else {
                all.put(name, types[i]);
            }
        }
    }

    private static String name(Class<?> record, Class<?>[] types, int index, String name) {
        try {
            Name given =
                    record.getDeclaredConstructor(types).getParameters()[index].getAnnotation(Name.class);
            return given != null
                    ? given.value()
                    : name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** Why the service would not start; empty where it would. */
    private static String refusal(Map<String, String> given) {
        Map<String, String> properties = new LinkedHashMap<>();
        given.forEach((name, value) -> properties.put(PREFIX + "." + name, value));
        Throwable thrown = catchThrowable(() -> new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate(PREFIX, ServiceSettings.class)
                .afterPropertiesSet());
        StringBuilder why = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            why.append(each.getMessage()).append('\n');
        }
        return why.toString();
    }

    /** An element of a list of records is complete but for the setting that is tried. */
    private static Map<String, String> with(String name, String value) {
        Map<String, String> given = new LinkedHashMap<>();
        if (name.startsWith("fhir.aliases[0]")) {
            given.put("fhir.aliases[0].server", "https://ehr.example/fhir");
            given.put("fhir.aliases[0].alias", "https://inside.example/fhir");
        }
        given.put(name, value);
        return given;
    }

    @Test
    void theDefaultsAreRight() {
        assertThat(refusal(Map.of())).isEmpty();
    }

    @Test
    void whatCannotBeReadIsRefusedByName() {
        Map<String, Type> typed = settings();
        typed.values().removeIf(type -> type == String.class || type == List.class);
        assertThat(typed).hasSizeGreaterThan(40);
        typed.keySet()
                .forEach(name ->
                        assertThat(refusal(with(name, "a word"))).as(name).contains(PREFIX + "." + name));
    }

    @Test
    void noNumberOrTimeMayBeNegative() {
        Map<Type, String> negative = Map.of(
                int.class, "-1", Integer.class, "-1", double.class, "-1", Duration.class, "-1s", DataSize.class, "-1B");
        Map<String, Type> numbers = settings();
        numbers.values().removeIf(type -> !negative.containsKey(type));
        assertThat(numbers).hasSizeGreaterThan(20);
        numbers.forEach((name, type) -> assertThat(refusal(with(name, negative.getOrDefault(type, ""))))
                .as(name)
                .contains(name.startsWith("uploads.") ? "cervical-cds.uploads" : PREFIX + "." + name));
    }

    @Test
    void addressesHostsAndOriginsAreLookedAt() {
        Map<String, Type> texts = settings();
        texts.entrySet().removeIf(each -> each.getValue() != String.class && each.getValue() != List.class);
        texts.keySet().removeAll(ANY_TEXT);
        assertThat(texts.keySet().stream()
                        .filter(name -> name.startsWith("fhir."))
                        .collect(Collectors.toSet()))
                .hasSize(5);
        texts.keySet().forEach(name -> assertThat(refusal(with(name, "no address")))
                .as(name)
                .contains(PREFIX + "." + name)
                .doesNotContain("no address\n", "\"no address"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retention-days|0",
                "patient-key-secret|fifteen letters",
                "decision-queue|0",
                "database.url|jdbc:oracle:thin:x",
                "max-body-bytes|0",
                "max-body-bytes|3GB",
                "public-url|https://cds.example/cds-services",
                "allowed-hosts[0]|https://cds.example",
                "allowed-hosts[0]|cds.example:8080",
                "cors.allowed-origins[0]|https://ehr.example/",
                "fhir.calls-at-once|0",
                "fhir.queries-at-once|0",
                "fhir.time-budget|0",
                "fhir.max-pages|0",
                "fhir.max-answer-bytes|0",
                "fhir.allowed-servers[0]|https://user:password@ehr.example/fhir",
                "backup.every|0",
                "backup.keep|0",
                "audit.queue|0",
                "audit.max-file-bytes|0",
                "security.max-lifetime|0",
                "security.jwks-max-age|0",
                "security.clients[0].algorithms|''",
            })
    void whatWouldNotWorkIsRefused(String name, String value) {
        assertThat(refusal(with(name, value))).contains(PREFIX + "." + name);
    }

    @Test
    void eventsGoToOnePlace() {
        assertThat(refusal(Map.of("audit.file", "audit.ndjson", "audit.fhir-server", "https://audit.example/fhir")))
                .contains("cervical-cds.audit.file and cervical-cds.audit.fhir-server are both set");
    }

    @Test
    void onlyTheDatabaseInTheDataFolderIsCopied() {
        assertThat(refusal(Map.of("backup.folder", "/backup", "database.url", "jdbc:postgresql://db/cds")))
                .contains("cervical-cds.backup.folder is for the database in the data folder");
    }

    @Test
    void aKeyFileThatIsNoneIsNamed(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("patient-key"), "what is this");
        assertThat(refusal(Map.of("data", data.toString())))
                .contains("cervical-cds.data names a folder whose file patient-key does not hold hexadecimal digits")
                .doesNotContain("what is this");
    }

    @Test
    void halfAnAliasIsNamed() {
        assertThat(refusal(Map.of("fhir.aliases[0].server", "https://ehr.example/fhir")))
                .contains("cervical-cds.fhir.aliases[0].alias is missing");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Throwable thrown = catchThrowable(() -> new Binder(new MapConfigurationPropertySource(Map.of(
                        "cervical-cds.retention-days", "0",
                        "cervical-cds.fhir.max-pages", "0",
                        "cervical-cds.public-url", "cds.example")))
                .bindOrCreate(PREFIX, ServiceSettings.class)
                .afterPropertiesSet());
        assertThat(thrown).isInstanceOf(InvalidSettingException.class);
        assertThat(String.valueOf(thrown.getMessage()).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("cervical-cds."));
    }

    @Test
    void whatIsUsualStarts() {
        assertThat(refusal(Map.of(
                        "public-url", "https://cds.example/base",
                        "allowed-hosts", "cds.example,*,10.0.0.1,[::1]",
                        "cors.allowed-origins", "https://ehr.example:8443,*",
                        "fhir.open-servers", "http://localhost:0/fhir",
                        "output.language", "pt-BR",
                        "canaries.every", "0",
                        "uploads.connections-per-address", "0")))
                .isEmpty();
    }
}
