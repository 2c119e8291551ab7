package org.cervicalcds;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Where the jar begins. Spring Boot's loader asks every jar inside the jar, one after the other, for every class; that took a fifth of the start, so the service
 * runs in a loader that remembers where a package lies.
 */
public final class Launch {
    private static final String INSIDE = "jar:nested:";

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
        ClassLoader faster = new PackageLoader(loader.getURLs(), loader.getParent());
        Thread.currentThread().setContextClassLoader(faster);
        try {
            faster.loadClass(CervicalCds.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
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
