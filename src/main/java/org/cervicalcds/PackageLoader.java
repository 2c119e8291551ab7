package org.cervicalcds;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes from many jars and remembers for each package in which one its first class was: that one is asked before the parent and before all others.
 * What is not there is looked for everywhere in the usual order.
 */
final class PackageLoader extends URLClassLoader {
    private static final Certificate @Nullable [] UNSIGNED = null;

    private final Map<String, Home> homes = new ConcurrentHashMap<>();
    private final Map<String, Home> byRoot = new ConcurrentHashMap<>();

    static {
        registerAsParallelCapable();
    }

    PackageLoader(URL[] urls, ClassLoader parent) {
        super(urls, parent);
    }

    /** A jar, by the address that all its entries begin with. */
    private record Home(URL root, CodeSource source, @Nullable Manifest manifest) {}

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Home home = homes.get(folder(path(name)));
        if (home == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            Class<?> found = loaded == null ? from(home, name) : loaded;
            return found == null ? super.loadClass(name, resolve) : found;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = path(name);
        URL url = super.findResource(path);
        if (url == null) {
            throw new ClassNotFoundException(name);
        }
        Home home = home(url, path);
        Class<?> found = from(home, name);
        if (found == null) {
            throw new ClassNotFoundException(name);
        }
        homes.putIfAbsent(folder(path), home);
        return found;
    }

    /** Class files are read as resources, too, by whoever looks for annotations. */
    @Override
    public @Nullable URL findResource(String name) {
        Home home = name.endsWith(".class") ? homes.get(folder(name)) : null;
        if (home != null) {
            try {
                URL url = new URL(home.root(), name);
                url.openConnection().connect();
                return url;
            } catch (IOException e) {
                return super.findResource(name);
            }
        }
        return super.findResource(name);
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private Home home(URL url, String path) {
        String text = url.toString();
        String root = text.substring(0, text.length() - path.length());
        return byRoot.computeIfAbsent(root, PackageLoader::open);
    }

    private static Home open(String root) {
        try {
            URL url = URI.create(root).toURL();
            Manifest manifest =
                    url.openConnection() instanceof JarURLConnection connection ? connection.getManifest() : null;
            return new Home(url, new CodeSource(url, UNSIGNED), manifest);
        } catch (IOException e) {
            throw new IllegalStateException("The jar cannot be read: " + root, e);
        }
    }

    /** Null where the jar has no such class. */
    private @Nullable Class<?> from(Home home, String name) throws ClassNotFoundException {
        byte[] bytes;
        try {
            bytes = bytes(new URL(home.root(), path(name)));
        } catch (FileNotFoundException e) {
            return null;
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        int end = name.lastIndexOf('.');
        String packageName = end < 0 ? "" : name.substring(0, end);
        if (getDefinedPackage(packageName) == null) {
            define(packageName, home);
        }
        return defineClass(name, bytes, 0, bytes.length, home.source());
    }

    private void define(String packageName, Home home) {
        try {
            Manifest manifest = home.manifest();
            definePackage(packageName, manifest == null ? new Manifest() : manifest, home.root());
        } catch (IllegalArgumentException e) {
            // Another thread was faster.
            if (getDefinedPackage(packageName) == null) {
                throw e;
            }
        }
    }

    private static byte[] bytes(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
