package org.cervicalcds.service.cdshooks.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Which media types are understood and sent (CDSH-REQ-13). */
public final class MediaTypes {
    private static final MediaType FHIR_JSON = MediaType.parseMediaType("application/fhir+json");

    private MediaTypes() {}

    /**
     * Checks both headers of a call.
     *
     * @throws RequestProblem with status 415 or 406
     */
    public static void check(HttpServletRequest request) {
        if (!isJson(request.getContentType())) {
            throw new RequestProblem(415, "not-supported", "Only application/json is understood.");
        }
        if (!takesJson(request)) {
            throw new RequestProblem(406, "not-supported", "Only application/json can be sent.");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        if (contentType.equals(MediaType.APPLICATION_JSON_VALUE)) {
            return true;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || type.equalsTypeAndSubtype(FHIR_JSON);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** Only a header that excludes JSON is refused; one that cannot be read excludes nothing. */
    private static boolean takesJson(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders("Accept")));
        if (accept.isBlank() || accept.equals("*/*")) {
            return true;
        }
        try {
            for (MediaType type : MediaType.parseMediaTypes(accept)) {
                boolean json = type.includes(MediaType.APPLICATION_JSON) || type.includes(FHIR_JSON);
                if (json && type.getQualityValue() > 0) {
                    return true;
                }
            }
            return false;
        } catch (InvalidMediaTypeException e) {
            return true;
        }
    }
}
