package org.cervicalcds.service.store.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the store, all under {@code cervical-cds}.
 *
 * @param data folder of the embedded database and of the secret for keyed hashes
 * @param retentionDays for how many days decisions and feedback are kept
 * @param patientKeySecret secret of the keyed hashes, at least 16 characters, the same on all replicas; not set: one is made at the first start and kept in
 *     the data folder; production on PostgreSQL does not start without it or such a file
 * @param decisionQueue how many hook calls may wait to be written; what comes on top is lost and counted
 */
public record StoreSettings(
        @DefaultValue("data") Path data,
        @DefaultValue("400") int retentionDays,
        @Nullable String patientKeySecret,
        @DefaultValue("10000") int decisionQueue,
        @DefaultValue Place database,
        @DefaultValue Quiet quiet,
        @DefaultValue Backup backup) {

    /** Characters. */
    public static final int SHORTEST_SECRET = 16;

    public StoreSettings {
        if (retentionDays < 1) {
            throw new IllegalArgumentException("cervical-cds.retention-days must be at least 1");
        }
        if (decisionQueue < 1) {
            throw new IllegalArgumentException("cervical-cds.decision-queue must be at least 1");
        }
        patientKeySecret = blankToNull(patientKeySecret);
        if (patientKeySecret != null && patientKeySecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "cervical-cds.patient-key-secret must have at least " + SHORTEST_SECRET + " characters");
        }
    }

    /** Everything by default, in this folder. */
    public static StoreSettings in(Path data) {
        return new StoreSettings(
                data, 400, null, 10_000, Place.EMBEDDED, new Quiet(false, Duration.ofMillis(50), false), Backup.NONE);
    }

    /** The same with another database. */
    public StoreSettings with(Place place) {
        return new StoreSettings(data, retentionDays, patientKeySecret, decisionQueue, place, quiet, backup);
    }

    /** The same with other rules of silence. */
    public StoreSettings with(Quiet rules) {
        return new StoreSettings(data, retentionDays, patientKeySecret, decisionQueue, database, rules, backup);
    }

    /** The same with copies of the embedded database. */
    public StoreSettings with(Backup copies) {
        return new StoreSettings(data, retentionDays, patientKeySecret, decisionQueue, database, quiet, copies);
    }

    /** Whether a data folder holds the secret that a start without one in the settings made. */
    public static boolean hasKeyFile(Path data) {
        return Files.exists(Keys.file(data));
    }

    /** Whether the key file of a data folder, if there is one, holds what a start wrote; one that cannot be read at all may be another day. */
    public static boolean isKeyFileWhole(Path data) {
        try {
            return !hasKeyFile(data) || Keys.read(Keys.file(data)) != null;
        } catch (IOException e) {
            return true;
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "StoreSettings[data=" + data + ", " + database + ", retentionDays=" + retentionDays + "]";
    }

    /**
     * Where the database is.
     *
     * @param url address of PostgreSQL ({@code jdbc:postgresql:}) or of another H2 ({@code jdbc:h2:}); not set: {@code spring.datasource.url}, else a file in the data folder
     * @param username name of the database's user
     * @param password password of the database's user
     */
    public record Place(@Nullable String url, @Nullable String username, @Nullable String password) {

        /** The H2 file in the data folder. */
        public static final Place EMBEDDED = new Place(null, null, null);

        public Place {
            url = blankToNull(url);
            if (url != null && !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:")) {
                throw new IllegalArgumentException(
                        "cervical-cds.database.url must begin with jdbc:postgresql: or jdbc:h2:");
            }
        }

        /** Says nothing of the password, which may also stand in the URL. */
        @Override
        public String toString() {
            return url == null ? "embedded H2" : url.startsWith("jdbc:h2:") ? "H2" : "PostgreSQL";
        }
    }

    /**
     * When cards stay away.
     *
     * @param infoOncePerEncounter an info card is shown once in an encounter
     * @param lookUpBudget how long a hook call waits to learn which cards stay away; after that none does
     * @param withoutToken overrides keep cards away for callers without a token, too, who can then silence each other's cards
     */
    public record Quiet(
            @DefaultValue("false") boolean infoOncePerEncounter,
            @DefaultValue("50ms") Duration lookUpBudget,
            @DefaultValue("false") boolean withoutToken) {}

    /**
     * Copies of the embedded database that are made while the service runs; PostgreSQL has tools of its own.
     *
     * @param folder folder that gets them, a zip file each; not set: none are made
     * @param every time between two copies
     * @param keep how many copies are kept
     */
    public record Backup(@Nullable String folder, @DefaultValue("24h") Duration every, @DefaultValue("7") int keep) {

        /** No copies. */
        public static final Backup NONE = new Backup(null, Duration.ofHours(24), 7);

        public Backup {
            folder = blankToNull(folder);
        }
    }
}
