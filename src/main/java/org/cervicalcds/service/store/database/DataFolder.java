package org.cervicalcds.service.store.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the embedded database and of the secret: nobody but the process's own user reads it (0700, files 0600). */
final class DataFolder {
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
    private static final List<String> OURS = List.of("cervical-cds.", "patient-key", "audit", "backup");

    private DataFolder() {}

    /** Makes the folder where it is missing, and closes it and our files to others; a folder that holds other files stays as it is. */
    static void close(Path folder) {
        try {
            boolean made = !Files.exists(folder);
            Files.createDirectories(folder);
            if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                return;
            }
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.toList();
            }
            if (made || files.stream().allMatch(DataFolder::isOurs)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            for (Path file : files) {
                if (isOurs(file) && Files.isRegularFile(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
        } catch (IOException e) {
            log.warn(
                    "The permissions of {} cannot be set ({}): see to it that nobody else can read it",
                    folder,
                    e.getClass().getSimpleName());
        }
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return OURS.stream().anyMatch(name::startsWith);
    }
}
