package org.cervicalcds;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the jar begins. Spring Boot's loader asks every jar inside the jar, one after the other, for every class; that took a fifth of the start, so the service
 * runs in a loader that remembers where a package lies.
 */
public final class Launch {
    private static final String INSIDE = "jar:nested:";
    private static final String BESIDE = "parquet";

    private Launch() {}

    /**
     * Starts {@link CervicalCds} in the faster loader, or in the present one where the jars do not lie inside another.
     *
     * @throws Exception whatever the service ends with
     */
    @SuppressWarnings("BanClassLoader") // the same URLs as those of the loader that it takes the place of
    public static void main(String[] args) throws Exception {
        if (!(Launch.class.getClassLoader() instanceof URLClassLoader loader) || !lieInside(loader.getURLs())) {
            CervicalCds.main(args);
            return;
        }
        ClassLoader faster = new PackageLoader(withJarsBeside(loader.getURLs(), args), loader.getParent());
        Thread.currentThread().setContextClassLoader(faster);
        try {
            faster.loadClass(CervicalCds.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** The command that writes Parquet finds the library for it in a folder beside the jar, if it is there; nobody else sees it. */
    private static URL[] withJarsBeside(URL[] inside, String... args) throws IOException {
        Path folder = Path.of(System.getProperty("java.class.path", ""))
                .toAbsolutePath()
                .resolveSibling(BESIDE);
        if (args.length == 0 || !args[0].equals("replay") || !Files.isDirectory(folder)) {
            return inside;
        }
        List<URL> all = new ArrayList<>(List.of(inside));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                all.add(new URL("jar:" + jar.toUri() + "!/"));
            }
        }
        return all.toArray(URL[]::new);
    }

    private static boolean lieInside(URL[] urls) {
        for (URL url : urls) {
            if (!url.toString().startsWith(INSIDE)) {
                return false;
            }
        }
        return urls.length > 0;
    }
}
