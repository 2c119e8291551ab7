package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two jars share a package; whatever is in either is found, in their order. */
final class PackageLoaderTest {
    @TempDir
    Path folder;

    private URL[] urls = {};

    @BeforeEach
    void makeJars() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> sources = new ArrayList<>();
        for (String name : List.of("Early", "Late", "Both")) {
            String text = "package shared; public class " + name
                    + (name.equals("Both") ? " {}" : " { Object both = new Both(); }");
            sources.add(Files.writeString(folder.resolve(name + ".java"), text).toString());
        }
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        arguments.addAll(sources);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        urls = new URL[] {jar("one", classes, "Early", "Both"), jar("two", classes, "Late", "Both")};
    }

    private URL jar(String name, Path classes, String... types) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, name);
        Path file = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String type : types) {
                jar.putNextEntry(new ZipEntry("shared/" + type + ".class"));
                Files.copy(classes.resolve("shared/" + type + ".class"), jar);
            }
            jar.putNextEntry(new ZipEntry("shared/words.txt"));
            jar.write(name.getBytes(StandardCharsets.UTF_8));
        }
        return URI.create("jar:" + file.toUri() + "!/").toURL();
    }

    private PackageLoader loader() throws IOException {
        return new PackageLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void classesOfAPackageThatTwoJarsShareAreAllFound() throws Exception {
        try (PackageLoader loader = loader()) {
            for (String first : List.of("Early", "Late")) {
                assertThat(loader.loadClass("shared." + first).getClassLoader()).isSameAs(loader);
            }
            assertThat(loader.loadClass("shared.Late").getDeclaredConstructor().newInstance())
                    .isNotNull();
            assertThat(loader.loadClass("shared.Early")
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation())
                    .isEqualTo(urls[0]);
            assertThat(loader.loadClass("shared.Late")
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation())
                    .isEqualTo(urls[1]);
            assertThat(loader.loadClass("shared.Early").getPackage().getImplementationVersion())
                    .isEqualTo("one");
        }
    }

    @Test
    void resourcesComeInTheOrderOfTheJars() throws Exception {
        try (PackageLoader loader = loader()) {
            loader.loadClass("shared.Late");

            URL found = loader.getResource("shared/words.txt");
            assertThat(found).isEqualTo(new URL(urls[0], "shared/words.txt"));
            assertThat(Collections.list(loader.getResources("shared/words.txt")))
                    .containsExactlyElementsOf(
                            Stream.of(urls).map(PackageLoaderTest::words).toList());
            assertThat(loader.getResource("shared/Early.class")).isEqualTo(new URL(urls[0], "shared/Early.class"));
            assertThat(loader.getResource("shared/nothing.txt")).isNull();
        }
    }

    private static URL words(URL jar) {
        try {
            return new URL(jar, "shared/words.txt");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void classesOfTheParentAndMissingOnesAreAsEver() throws Exception {
        try (PackageLoader loader = loader()) {
            loader.loadClass("shared.Early");

            assertThat(loader.loadClass("java.sql.Date")).isSameAs(java.sql.Date.class);
            assertThatThrownBy(() -> loader.loadClass("shared.Missing")).isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("other.Missing")).isInstanceOf(ClassNotFoundException.class);
        }
    }
}
