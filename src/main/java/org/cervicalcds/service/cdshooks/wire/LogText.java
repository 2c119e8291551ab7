package org.cervicalcds.service.cdshooks.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Makes what a client sent fit to stand in one line of a log (CDSH-REQ-4). */
public final class LogText {
    private static final int LONGEST = 64;
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** Of this process, so that a short hash cannot be looked up in a list of names. */
    private static final byte[] SALT = new byte[16];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    private LogText() {}

    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && clean.length() < LONGEST; i++) {
            char c = text.charAt(i);
            clean.append(c > ' ' && c < 0x7f ? c : '_');
        }
        return clean.isEmpty() ? "-" : clean.toString();
    }

    /** A name of the client's own choosing, which may hold anything: a uuid as it is, all else as a hash that tells lines of this process apart. */
    public static String id(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        return text.length() == 36 && UUID.matcher(text).matches() ? text : hash(text);
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT);
            byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
