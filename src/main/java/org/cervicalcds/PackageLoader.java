package org.cervicalcds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes and resources from many jars, and remembers for each package in which one its first class was: that one is asked before the parent and before all
 * others. What is not there is looked for everywhere in the usual order.
 */
final class PackageLoader extends URLClassLoader {
    private static final Certificate @Nullable [] UNSIGNED = null;

    private final List<Home> homes;
    private final Map<String, Home> homeByFolder = new ConcurrentHashMap<>();

    static {
        registerAsParallelCapable();
    }

    /**
     * @param urls roots of jars
     * @throws IOException where one cannot be read
     */
    PackageLoader(URL[] urls, ClassLoader parent) throws IOException {
        super(urls, parent);
        List<Home> opened = new ArrayList<>();
        for (URL url : urls) {
            JarFile jar = ((JarURLConnection) url.openConnection()).getJarFile();
            opened.add(new Home(url, jar, new CodeSource(url, UNSIGNED)));
        }
        this.homes = List.copyOf(opened);
    }

    /** A jar, which stays open, and the address that all its entries begin with. */
    private record Home(URL root, JarFile jar, CodeSource source) {

        URL url(String path) {
            try {
                return new URL(root, path);
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String path = path(name);
        Home home = homeByFolder.get(folder(path));
        ZipEntry entry = home == null ? null : home.jar().getEntry(path);
        if (home == null || entry == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name, home, entry) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = path(name);
        for (Home home : homes) {
            ZipEntry entry = home.jar().getEntry(path);
            if (entry != null) {
                homeByFolder.putIfAbsent(folder(path), home);
                return define(name, home, entry);
            }
        }
        throw new ClassNotFoundException(name);
    }

    /** Class files are read as resources, too, by whoever looks for annotations. */
    @Override
    public @Nullable URL findResource(String name) {
        Home first = name.endsWith(".class") ? homeByFolder.get(folder(name)) : null;
        if (first != null && first.jar().getEntry(name) != null) {
            return first.url(name);
        }
        for (Home home : homes) {
            if (home.jar().getEntry(name) != null) {
                return home.url(name);
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        if (name.isEmpty()) {
            return super.findResources(name);
        }
        return Collections.enumeration(homes.stream()
                .filter(home -> home.jar().getEntry(name) != null)
                .map(home -> home.url(name))
                .toList());
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private Class<?> define(String name, Home home, ZipEntry entry) throws ClassNotFoundException {
        try (InputStream in = home.jar().getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            int end = name.lastIndexOf('.');
            if (end > 0 && getDefinedPackage(name.substring(0, end)) == null) {
                definePackage(name.substring(0, end), home);
            }
            return defineClass(name, bytes, 0, bytes.length, home.source());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void definePackage(String name, Home home) throws IOException {
        Manifest manifest = home.jar().getManifest();
        try {
            definePackage(name, manifest == null ? new Manifest() : manifest, home.root());
        } catch (IllegalArgumentException e) {
            // Another thread may have been faster.
            if (getDefinedPackage(name) == null) {
                throw e;
            }
        }
    }
}
