package org.cervicalcds.service.trust;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.trust.clients.InvalidTokenException;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets in who may call, before a byte of the body is read, and tells the endpoints who it is (CDSH-SEC-18). */
final class ClientFilter extends OncePerRequestFilter {
    private final RateLimits limits;
    private final SecuritySettings settings;

    ClientFilter(RateLimits limits, SecuritySettings settings) {
        this.limits = limits;
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // A browser sends no token with its preflight (CDSH-CORS-2); nothing is given away by OPTIONS.
        if (request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, response);
            return;
        }
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        ClientAuthentication client = caller instanceof ClientAuthentication known ? known : null;
        if (client == null && TokenAuthentication.isRequired(request, settings)) {
            TokenAuthentication.refuse(response, InvalidTokenException.token("there is none"));
            return;
        }
        int wait = limits.secondsToWait(client == null ? "@" + request.getRemoteAddr() : client.getPrincipal());
        if (wait > 0) {
            Refusals.tooMany(response, wait);
            return;
        }
        request.setAttribute(Clients.ATTRIBUTE, client == null ? Clients.ANONYMOUS : client.getPrincipal());
        if (client != null && client.tenant() != null) {
            request.setAttribute(Clients.TENANT, client.tenant());
        }
        chain.doFilter(request, response);
    }
}
