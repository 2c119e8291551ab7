package org.cervicalcds.hooks;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Lets web pages of allowed origins call the service, and read its errors too (CDSH-CORS-1 to 3); without origins it does nothing. */
final class CrossOrigin extends HttpFilter {
    private static final long serialVersionUID = 1;

    private final transient List<String> origins;

    CrossOrigin(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        if (origins.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        response.addHeader("Vary", "Origin");
        if (origin != null && (origins.contains("*") || origins.contains(origin))) {
            response.setHeader("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
            boolean preflight =
                    request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
            if (preflight) {
                response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
                response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept");
                response.setHeader("Access-Control-Max-Age", "600");
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
