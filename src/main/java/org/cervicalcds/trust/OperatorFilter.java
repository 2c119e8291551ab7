package org.cervicalcds.trust;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out whether an operator asks, and leaves it to the chain what others may see. */
final class OperatorFilter extends OncePerRequestFilter {
    static final String ROLE = "OPERATOR";

    private static final Logger LOG = LoggerFactory.getLogger(OperatorFilter.class);

    private final OperatorAccess access;

    OperatorFilter(OperatorAccess access) {
        this.access = access;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader("Authorization");
        if (access.isOperator(given)) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    "operator", null, AuthorityUtils.createAuthorityList("ROLE_" + ROLE)));
            SecurityContextHolder.setContext(context);
        } else if (given != null && access.hasToken()) {
            LOG.warn("A secret that is not the operators' was refused");
        }
        chain.doFilter(request, response);
    }

    /** Where there is a secret, browsers are told to ask for it; else there is nothing here. */
    void refuse(HttpServletResponse response) throws IOException {
        if (access.hasToken()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Cervical CDS operators\", charset=\"UTF-8\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
