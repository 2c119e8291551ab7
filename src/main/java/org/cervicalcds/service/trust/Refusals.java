package org.cervicalcds.service.trust;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cervicalcds.service.trust.clients.KeyLoads;

/** The answers of this package: one body for each status, whatever the cause (CDSH-SEC-14). */
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

    /** What judging a token takes cannot be had now. */
    static void unavailable(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", String.valueOf(KeyLoads.FIRST_INTERVAL.toSeconds()));
        write(response, 503, "transient", "Tokens cannot be checked right now; please try again.");
    }

    static void unknownHost(HttpServletResponse response) throws IOException {
        write(
                response,
                400,
                "invalid",
                "This service is not called by this host name; " + AllowedHosts.SETTING + " lists those it has.");
    }

    private static void write(HttpServletResponse response, int status, String code, String text) throws IOException {
        byte[] json = json(code, text);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    /** An OperationOutcome. */
    static byte[] json(String code, String text) {
        return ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"" + code
                        + "\",\"details\":{\"text\":\"" + text + "\"}}]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
