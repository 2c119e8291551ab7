package org.cervicalcds.service.trust;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Which of the addresses of CDS Hooks a request calls.
 *
 * @param service id; null for discovery
 * @param audiences what a token for it may name (CDSH-SEC-7, CDSH-FB-11)
 */
record HooksAddress(@Nullable String service, List<String> audiences) {
    /** Where CDS Hooks is; everything below it needs what {@link ClientFilter} asks for. */
    static final String PATTERN = "/cds-services/**";

    private static final String ROOT = "/cds-services";
    private static final String FEEDBACK = "feedback";

    /**
     * Reads the decoded path, as the mapping of endpoints does: however an address is spelled, both see the same one.
     *
     * @param request one that {@link #PATTERN} matches
     */
    static HooksAddress of(HttpServletRequest request, PublicUrl publicUrl) {
        List<String> segments = segments(request);
        String root = base(request, publicUrl) + ROOT;
        if (segments.size() <= 1) {
            return new HooksAddress(null, List.of(root));
        }
        String service = segments.get(1);
        String address = root + "/" + service;
        boolean feedback = segments.size() == 3 && segments.get(2).equals(FEEDBACK);
        return new HooksAddress(
                service,
                feedback
                        ? List.of(address + "/" + FEEDBACK, address)
                        : List.of(root + "/" + String.join("/", segments.subList(1, segments.size()))));
    }

    /** Whether a request that {@link #PATTERN} matches is for discovery. */
    static boolean isDiscovery(HttpServletRequest request) {
        return segments(request).size() <= 1;
    }

    private static List<String> segments(HttpServletRequest request) {
        RequestPath path = ServletRequestPathUtils.hasParsedRequestPath(request)
                ? ServletRequestPathUtils.getParsedRequestPath(request)
                : RequestPath.parse(request.getRequestURI(), request.getContextPath());
        List<String> segments = new ArrayList<>(3);
        for (PathContainer.Element element : path.pathWithinApplication().elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                segments.add(segment.valueToMatch());
            }
        }
        return segments;
    }

    private static String base(HttpServletRequest request, PublicUrl publicUrl) {
        String url = publicUrl.url();
        if (url != null && !url.isBlank()) {
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        String scheme = request.getScheme().toLowerCase(Locale.ROOT);
        boolean standard = request.getServerPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + request.getServerName() + (standard ? "" : ":" + request.getServerPort())
                + request.getContextPath();
    }
}
