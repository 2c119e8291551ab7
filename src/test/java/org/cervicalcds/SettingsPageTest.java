package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.service.cdshooks.ServiceSettings;
import org.cervicalcds.service.store.database.StoreSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/** {@code docs/settings.md} lists every setting as its record and {@code application.yaml} have it; made anew with {@code -Dsettings.accept=true}. */
final class SettingsPageTest {
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final String PREFIX = "cervical-cds";
    private static final Pattern TABLES =
            Pattern.compile("(?s)(<!-- From the settings' records[^\\n]*-->\\n).*(<!-- End of the records -->\\n)");
    private static final Pattern ITEM = Pattern.compile(" ?\\((?:CDSH-[A-Z]+-\\d+(?:, )?)+\\)");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]+)}");

    private record Setting(String name, String standard, String production, String meaning) {}

    private final Map<String, String> everywhere = inYaml(0);
    private final Map<String, String> production = inYaml(2);

    @Test
    void pageListsEverySettingAsTheRecordsHaveIt() throws IOException {
        String page = Files.readString(PAGE);
        Matcher tables = TABLES.matcher(page);
        assertThat(tables.find()).isTrue();
        String now = page.substring(0, tables.start()) + tables.group(1) + "\n" + sections() + tables.group(2)
                + page.substring(tables.end());
        if (Boolean.getBoolean("settings.accept")) {
            Files.writeString(PAGE, now);
        }
        assertThat(page)
                .as("write the page anew: ./mvnw test -Dtest=SettingsPageTest -Dsettings.accept=true")
                .isEqualTo(now);
    }

    private String sections() {
        Map<String, List<Setting>> sections = new LinkedHashMap<>();
        Map<String, String> intros = new TreeMap<>();
        walk(ServiceSettings.class, PREFIX, sections, intros);
        StringBuilder text = new StringBuilder();
        sections.forEach((prefix, settings) -> {
            text.append("## `").append(prefix).append("`\n\n");
            text.append(intros.getOrDefault(prefix, "")).append("\n\n");
            text.append("| Setting | Default | Production | Meaning |\n|---|---|---|---|\n");
            for (Setting setting : settings) {
                text.append("| `").append(setting.name()).append("` | ").append(code(setting.standard()));
                text.append(" | ").append(code(setting.production())).append(" | ");
                text.append(setting.meaning()).append(" |\n");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private void walk(Class<?> type, String prefix, Map<String, List<Setting>> sections, Map<String, String> intros) {
        List<Setting> here = sections.computeIfAbsent(prefix, none -> new ArrayList<>());
        Javadoc javadoc = Javadoc.of(type);
        intros.put(prefix, javadoc.sentence());
        Map<String, Class<?>> below = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            RecordComponent own = component;
            Javadoc told = javadoc;
            if (type == ServiceSettings.class) {
                for (RecordComponent stored : StoreSettings.class.getRecordComponents()) {
                    if (stored.getName().equals(component.getName())) {
                        own = stored;
                        told = Javadoc.of(StoreSettings.class);
                    }
                }
            }
            String name = prefix + "." + name(component);
            Class<?> element = element(own.getGenericType());
            if (element != null) {
                below.put(name + "[n]", element);
            } else if (own.getType().isRecord()) {
                below.put(name, own.getType());
            } else {
                here.add(new Setting(name, standard(own, name), of(production, name), told.param(own.getName())));
            }
        }
        below.forEach((name, record) -> walk(record, name, sections, intros));
    }

    /** What the elements of a list are, where they are records. */
    private static @Nullable Class<?> element(Type type) {
        return type instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                        && element.isRecord()
                ? element
                : null;
    }

    private static String name(RecordComponent component) {
        Name given = parameter(component).getAnnotation(Name.class);
        return given != null
                ? given.value()
                : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private String standard(RecordComponent component, String name) {
        if (!of(everywhere, name).isEmpty()) {
            return of(everywhere, name);
        }
        DefaultValue value = parameter(component).getAnnotation(DefaultValue.class);
        return value == null ? "" : String.join(",", value.value());
    }

    /** The annotations stand at the parameters of the canonical constructor. */
    private static Parameter parameter(RecordComponent component) {
        RecordComponent[] all = component.getDeclaringRecord().getRecordComponents();
        Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Parameter[] parameters =
                    component.getDeclaringRecord().getDeclaredConstructor(types).getParameters();
            return parameters[
                    Arrays.stream(all).map(RecordComponent::getName).toList().indexOf(component.getName())];
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String code(String value) {
        return value.isEmpty() || value.equals("none") ? value : "`" + value + "`";
    }

    private static String of(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }

    /** The values of one document of {@code application.yaml}; a list is one value. */
    private static Map<String, String> inYaml(int document) {
        try {
            List<PropertySource<?>> documents = new YamlPropertySourceLoader()
                    .load("settings", new FileSystemResource("src/main/resources/application.yaml"));
            Map<String, String> values = new TreeMap<>();
            EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) documents.get(document);
            for (String name : source.getPropertyNames()) {
                String value = String.valueOf(source.getProperty(name));
                values.merge(name.replaceAll("\\[\\d+]$", ""), value.isEmpty() ? "none" : value, (a, b) -> a + "," + b);
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the source of a record says about its components. */
    private record Javadoc(String sentence, Map<String, String> params) {
        static Javadoc of(Class<?> type) {
            Class<?> outer = type.getNestHost();
            Path file = Path.of("src/main/java", outer.getName().replace('.', '/') + ".java");
            try {
                Matcher comment = Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/(?:\\s*@[^\\n]+)?\\s*public record "
                                + type.getSimpleName() + "\\(")
                        .matcher(Files.readString(file));
                assertThat(comment.find()).as("Javadoc of " + type).isTrue();
                String[] parts =
                        comment.group(1).replaceAll("\\s*\\n\\s*\\*", " ").split("@param ");
                Map<String, String> params = new TreeMap<>();
                for (int i = 1; i < parts.length; i++) {
                    String[] words = parts[i].split("\\s+", 2);
                    params.put(words[0], plain(words[1]));
                }
                return new Javadoc(plain(parts[0]), params);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String plain(String text) {
            String marked = TAG.matcher(text).replaceAll(found -> "`" + found.group(1) + "`");
            return ITEM.matcher(marked)
                    .replaceAll("")
                    .replaceAll("\\s+", " ")
                    .replace("|", "\\|")
                    .strip();
        }

        String param(String name) {
            assertThat(params).as("a word on each setting").containsKey(name);
            return Objects.requireNonNull(params.get(name));
        }
    }
}
