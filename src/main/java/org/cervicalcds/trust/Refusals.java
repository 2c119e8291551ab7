package org.cervicalcds.trust;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The three answers of this package: one body for each status, whatever the cause (CDSH-SEC-14). */
final class Refusals {
    private Refusals() {}

    static void unauthorized(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        write(response, 401, "login", "This service needs a valid token of a registered client.");
    }

    static void forbidden(HttpServletResponse response) throws IOException {
        write(response, 403, "forbidden", "This client may not use this service.");
    }

    static void tooMany(HttpServletResponse response, int seconds) throws IOException {
        response.setHeader("Retry-After", String.valueOf(seconds));
        write(response, 429, "throttled", "Too many calls.");
    }

    private static void write(HttpServletResponse response, int status, String code, String text) throws IOException {
        byte[] json = ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"" + code
                        + "\",\"details\":{\"text\":\"" + text + "\"}}]}")
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
