package org.cervicalcds.trust;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls, before a byte of the body is read (CDSH-SEC-18). */
final class ClientFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientFilter.class);
    private static final String SCHEME = "bearer ";

    private final TokenVerifier verifier;
    private final RateLimits limits;
    private final SecuritySettings settings;
    private final PublicUrl publicUrl;

    ClientFilter(TokenVerifier verifier, RateLimits limits, SecuritySettings settings, PublicUrl publicUrl) {
        this.verifier = verifier;
        this.limits = limits;
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        CalledAddress called = CalledAddress.of(request, publicUrl);
        // A browser sends no token with its preflight (CDSH-CORS-2); nothing is given away by OPTIONS.
        if (called == null || request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, response);
            return;
        }
        if (settings.requireHttps() && !request.isSecure()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        boolean required = settings.requireJwt() && (called.service() != null || !settings.openDiscovery());
        String client = Clients.ANONYMOUS;
        if (required || !settings.clients().isEmpty()) {
            try {
                client = client(request, called);
            } catch (Distrust distrust) {
                if (required) {
                    LOG.warn("A token was refused: {}", distrust.getMessage());
                    if (distrust.isForbidden()) {
                        Refusals.forbidden(response);
                    } else {
                        Refusals.unauthorized(response);
                    }
                    return;
                }
                LOG.debug("A token was not looked at further: {}", distrust.getMessage());
            }
        }
        int wait = limits.secondsToWait(client.equals(Clients.ANONYMOUS) ? "@" + request.getRemoteAddr() : client);
        if (wait > 0) {
            Refusals.tooMany(response, wait);
            return;
        }
        request.setAttribute(Clients.ATTRIBUTE, client);
        chain.doFilter(request, response);
    }

    private String client(HttpServletRequest request, CalledAddress called) throws Distrust {
        String token = token(Collections.list(request.getHeaders("Authorization")));
        if (token == null) {
            throw Distrust.token("there is none");
        }
        return verifier.verify(token, called.audiences(), called.service()).issuer();
    }

    private static @Nullable String token(List<String> headers) {
        if (headers.size() != 1) {
            return null;
        }
        String header = headers.get(0);
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
