package org.cervicalcds.replay;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What patients and resources are called in the results: their ids, or HMAC-SHA-256 of them, cut to 128 bits. For one thread. */
final class Keys {
    private static final int BYTES = 16;

    private final @Nullable Mac mac;

    /** @param salt null for ids as they are */
    Keys(byte @Nullable [] salt) {
        try {
            mac = salt == null ? null : Mac.getInstance("HmacSHA256");
            if (mac != null && salt != null) {
                mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            }
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    String of(String id) {
        return mac == null || id.isEmpty()
                ? id
                : HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
    }

    /** Of a reference only the id is hidden. */
    String ofReference(String reference) {
        int slash = reference.indexOf('/');
        return slash < 0 ? reference : reference.substring(0, slash + 1) + of(reference.substring(slash + 1));
    }
}
