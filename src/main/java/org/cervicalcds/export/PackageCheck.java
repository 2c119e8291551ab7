package org.cervicalcds.export;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.cervicalcds.content.Content;

/** Plays the vignettes in an engine of CQL. The service holds none: it comes in a folder of jars beside it (docs/cql.md). */
public interface PackageCheck {
    /**
     * Plays every vignette of the cards of a package in both, prints a table, and adds {@code fidelity.json} and ELM to the package.
     *
     * @param content what the package was written from
     * @param folder of the package
     * @return whether every difference is one that the package names
     * @throws IllegalArgumentException where the folder holds no package of this content, with a sentence for the user
     * @throws IOException where files cannot be read or written
     */
    boolean check(Content content, Path folder, PrintStream out) throws IOException;
}
