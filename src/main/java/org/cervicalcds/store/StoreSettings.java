package org.cervicalcds.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the store, all under {@code cervical-cds}.
 *
 * @param data folder of the embedded database and of the secret for keyed hashes
 * @param retentionDays for how many days decisions and feedback are kept
 * @param patientKeySecret secret of the keyed hashes, the same on all replicas; not set: one is made and kept in the data folder
 * @param decisionQueue how many hook calls may wait to be written; what comes on top is lost and counted
 */
public record StoreSettings(
        @DefaultValue("data") Path data,
        @DefaultValue("400") int retentionDays,
        @Nullable String patientKeySecret,
        @DefaultValue("10000") int decisionQueue,
        @DefaultValue Place database,
        @DefaultValue Quiet quiet) {

    private static final int SHORTEST_SECRET = 16;

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
        return new StoreSettings(data, 400, null, 10_000, Place.EMBEDDED, new Quiet(false, Duration.ofMillis(50)));
    }

    /** The same with another database. */
    public StoreSettings with(Place place) {
        return new StoreSettings(data, retentionDays, patientKeySecret, decisionQueue, place, quiet);
    }

    /** The same with other rules of silence. */
    public StoreSettings with(Quiet rules) {
        return new StoreSettings(data, retentionDays, patientKeySecret, decisionQueue, database, rules);
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
     * Where the database is, under {@code cervical-cds.database}.
     *
     * @param url of PostgreSQL ({@code jdbc:postgresql:}) or of another H2 ({@code jdbc:h2:}); not set: a file in the data folder
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
     * When cards stay away, under {@code cervical-cds.quiet}.
     *
     * @param infoOncePerEncounter an info card is shown once in an encounter
     * @param lookUpBudget how long a hook call waits to learn which cards stay away; after that none does
     */
    public record Quiet(
            @DefaultValue("false") boolean infoOncePerEncounter, @DefaultValue("50ms") Duration lookUpBudget) {}
}
