package org.cervicalcds.service.store.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keyed hashes (HMAC-SHA-256) in place of the ids of patients, encounters, hook instances and resources. */
public final class Keys {
    private static final Logger log = LoggerFactory.getLogger(Keys.class);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String FILE = "patient-key";

    /** Has taken the secret and nothing else; its clones are fed. */
    private final Mac keyed;

    private Keys(byte[] secret) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    /** With the secret of the settings, else with that of the data folder, which is made where there is none. */
    public static Keys of(StoreSettings settings) {
        String given = settings.patientKeySecret();
        if (given != null) {
            return new Keys(given.getBytes(StandardCharsets.UTF_8));
        }
        String url = settings.database().url();
        if (url != null && url.startsWith("jdbc:postgresql:")) {
            log.warn(
                    "cervical-cds.patient-key-secret is not set; the key file of the data folder is used: replicas without the"
                            + " same file do not know each other's patients, so that a card snoozed on one comes back on another");
        }
        Path file = file(settings.data());
        try {
            DataFolder.close(settings.data());
            return new Keys(readOrMake(file));
        } catch (IOException e) {
            log.warn(
                    "{} cannot be read or made ({}): snoozed cards come back after a restart",
                    file,
                    e.getClass().getSimpleName());
            return new Keys(random());
        }
    }

    /** The file that holds the secret where the settings have none. */
    static Path file(Path data) {
        return data.resolve(FILE);
    }

    private static byte[] readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path made = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", ownerOnly());
            Files.writeString(made, HexFormat.of().formatHex(random()), StandardOpenOption.WRITE);
            try {
                // A link is made whole or not at all, and never over another process's file.
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException e) {
                log.debug("Another process made {} first", file);
            } catch (UnsupportedOperationException e) {
                Files.move(made, file);
            }
            Files.deleteIfExists(made);
        }
        byte[] secret = read(file);
        if (secret == null) {
            throw new UncheckedIOException(
                    new IOException(file + " does not hold a secret of hexadecimal digits; restore it or remove it"));
        }
        return secret;
    }

    /** The secret of a key file, or null where the file holds anything else. */
    static byte @Nullable [] read(Path file) throws IOException {
        try {
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** 128 bits over a kind of thing and what names it. */
    public String key(String kind, String... names) {
        return BASE64.encodeToString(Arrays.copyOf(hmac(kind, names), 16));
    }

    /** The first 64 bits of what {@link #key} has made. */
    public static long bits(String key) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(key)).getLong();
    }

    /** 64 bits, enough to tell the resources of one patient from each other. */
    public String shortKey(String kind, String... names) {
        return BASE64.encodeToString(Arrays.copyOf(hmac(kind, names), 8));
    }

    private byte[] hmac(String kind, String... names) {
        try {
            Mac mac = (Mac) keyed.clone();
            return mac.doFinal(parts(kind, names));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own HmacSHA256 can be cloned", e);
        }
    }

    /** A hash without a secret, for what does not name a patient. */
    public static String hash(String kind, String... names) {
        try {
            return BASE64.encodeToString(MessageDigest.getInstance("SHA-256").digest(parts(kind, names)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Each part with its length in front, so that no two lists give the same bytes. */
    private static byte[] parts(String kind, String... names) {
        StringBuilder all = new StringBuilder(kind);
        for (String name : names) {
            all.append('\n').append(name.length()).append(':').append(name);
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }
}
