package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends finished JSON. */
final class Replies {
    static final String JSON = "application/json";

    private Replies() {}

    static void write(HttpServletResponse response, byte[] json) throws IOException {
        response.setContentType(JSON);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
