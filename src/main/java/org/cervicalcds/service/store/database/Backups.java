package org.cervicalcds.service.store.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the database in the data folder while it is used. A copy is a zip file with the database as it was at one moment: unpacked into the data
 * folder of a service that does not run, it is the database. The secret of the keyed hashes is not in it.
 *
 * <p>When the last copy was made is read from the names of the files, so that a restart neither makes one too many nor puts one off.
 */
public final class Backups implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("cervical-cds-(\\d{8}T\\d{6}Z)\\.zip");
    private static final long FIRST_LOOK_SECONDS = 30;
    private static final long LOOK_SECONDS = 60;

    private final Database database;
    private final @Nullable Path folder;
    private final Duration every;
    private final int keep;
    private final Clock clock;
    private final Instant started;
    private volatile @Nullable Instant last;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "store-backup");
        made.setDaemon(true);
        return made;
    });

    public Backups(Database database, StoreSettings.Backup settings, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.folder =
                settings.folder() == null ? null : Path.of(settings.folder()).toAbsolutePath();
        this.every = settings.every();
        this.keep = settings.keep();
        this.clock = clock;
        this.started = clock.instant();
        TimeGauge.builder("cervical.cds.backup.age", this, TimeUnit.MILLISECONDS, Backups::ageMillis)
                .description("Time since the database was last copied, or since the start where it never was")
                .register(meters);
    }

    public void start() {
        if (folder != null) {
            thread.scheduleWithFixedDelay(this::copyQuietly, FIRST_LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Without a number where no copies are wanted. */
    private double ageMillis() {
        Instant since = last == null ? started : last;
        return folder == null
                ? Double.NaN
                : Duration.between(since, clock.instant()).toMillis();
    }

    private void copyQuietly() {
        try {
            Path made = copyIfDue();
            if (made != null) {
                log.info("The database was copied to {}", made);
            }
        } catch (IOException e) {
            log.warn("The database was not copied to {}, next try in a minute: {}", folder, e.toString());
        } catch (RuntimeException e) {
            log.warn(
                    "The database was not copied to {}, next try in a minute: {}", folder, DatabaseErrors.onOpening(e));
        }
    }

    /**
     * Makes a copy where the last one is old enough, and removes those beyond the number that is kept.
     *
     * @return the file; null where none was due or the database is not open
     * @throws IOException where the folder cannot be written
     */
    @Nullable
    public Path copyIfDue() throws IOException {
        if (folder == null || !database.isOpen()) {
            return null;
        }
        Instant now = clock.instant();
        makeFolder(folder);
        List<Path> copies = copies(folder);
        last = copies.isEmpty() ? null : madeAt(copies.get(copies.size() - 1));
        if (last != null && now.isBefore(last.plus(every))) {
            return null;
        }
        Path copy = folder.resolve("cervical-cds-" + TIME.format(now) + ".zip");
        Path part = folder.resolve("cervical-cds.part");
        Files.deleteIfExists(part);
        database.copyTo(part);
        if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(part, copy, StandardCopyOption.REPLACE_EXISTING);
        last = now;
        List<Path> all = copies(folder);
        for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
            Files.delete(old);
        }
        return copy;
    }

    /** Nobody else is to read what is in it. */
    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    /** The oldest first. */
    private static List<Path> copies(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static Instant madeAt(Path copy) {
        String name = copy.getFileName().toString();
        return TIME.parse(NAME.matcher(name).replaceFirst("$1"), Instant::from);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
