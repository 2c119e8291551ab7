package org.cervicalcds.trust;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of the addresses of CDS Hooks a request calls.
 *
 * @param service id; null for discovery
 * @param audiences what a token for it may name (CDSH-SEC-7, CDSH-FB-11)
 */
record CalledAddress(@Nullable String service, List<String> audiences) {
    private static final String ROOT = "/cds-services";

    /** Null for what is no address of CDS Hooks. */
    static @Nullable CalledAddress of(HttpServletRequest request, PublicUrl publicUrl) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
            return null;
        }
        String root = base(request, publicUrl) + ROOT;
        if (path.length() <= ROOT.length() + 1) {
            return new CalledAddress(null, List.of(root));
        }
        String rest = path.substring(ROOT.length() + 1);
        int slash = rest.indexOf('/');
        String service = slash < 0 ? rest : rest.substring(0, slash);
        String address = root + "/" + service;
        boolean feedback = slash >= 0 && rest.substring(slash).equals("/feedback");
        return new CalledAddress(
                service, feedback ? List.of(address + "/feedback", address) : List.of(root + "/" + rest));
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
