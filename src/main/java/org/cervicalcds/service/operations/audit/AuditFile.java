package org.cervicalcds.service.operations.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A file with an event in each line; a full one is put aside under the time at which it was full. */
final class AuditFile implements Destination {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final long mostBytes;
    private final Clock clock;

    AuditFile(Path file, long mostBytes, Clock clock) {
        this.file = file.toAbsolutePath();
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public void send(byte[] event) throws IOException {
        Files.createDirectories(file.getParent());
        if (Files.exists(file) && Files.size(file) + event.length >= mostBytes) {
            Files.move(file, aside());
        }
        byte[] line = new byte[event.length + 1];
        System.arraycopy(event, 0, line, 0, event.length);
        line[event.length] = '\n';
        if (!Files.exists(file) && Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(line);
        }
    }

    private Path aside() {
        String time = TIME.format(clock.instant());
        Path aside = file.resolveSibling(file.getFileName() + "." + time);
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(file.getFileName() + "." + time + "-" + i);
        }
        return aside;
    }
}
