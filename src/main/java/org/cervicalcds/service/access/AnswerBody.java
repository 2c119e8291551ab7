package org.cervicalcds.service.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What of a server's answer may be read as JSON. */
final class AnswerBody {
    private AnswerBody() {}

    /** The JSON; null where the answer is none: another status than 200, another media type, more bytes than allowed. */
    static byte @Nullable [] of(@Nullable Reply answer, int most) {
        if (answer == null || answer.status() != 200 || !isJson(answer)) {
            return null;
        }
        String encoding = answer.contentEncoding();
        return switch ((encoding == null ? "" : encoding).strip().toLowerCase(Locale.ROOT)) {
            case "identity", "" -> answer.body();
            case "gzip", "x-gzip" -> inflated(answer.body(), most);
            default -> null;
        };
    }

    /** An error page is no answer, whatever its status; a server that names no type is believed. */
    private static boolean isJson(Reply answer) {
        String type = answer.contentType();
        return type == null || type.toLowerCase(Locale.ROOT).contains("json");
    }

    /** We ask for no compression, but some servers and proxies compress all the same. */
    private static byte @Nullable [] inflated(byte[] compressed, int most) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] body = in.readNBytes(most);
            return in.read() < 0 ? body : null;
        } catch (IOException e) {
            return null;
        }
    }
}
