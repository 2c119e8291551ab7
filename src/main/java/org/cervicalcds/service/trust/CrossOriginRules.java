package org.cervicalcds.service.trust;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** Spring's rules for web pages of other origins, never with credentials; a preflight is answered 204, a refusal is an OperationOutcome (CDSH-CORS-1 to 3). */
final class CrossOriginRules extends DefaultCorsProcessor {

    /** The filter for pages of these origins; there is at least one. */
    static CorsFilter filter(WebOrigins allowed) {
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(allowed.origins());
        rules.setAllowedMethods(List.of("GET", "POST", "OPTIONS"));
        rules.setAllowedHeaders(List.of("Authorization", "Content-Type", "Accept"));
        rules.setAllowCredentials(false);
        rules.setMaxAge(600L);
        CorsFilter filter = new CorsFilter(request -> rules);
        filter.setCorsProcessor(new CrossOriginRules());
        return filter;
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration rules, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean allowed = super.processRequest(rules, request, response);
        if (allowed && CorsUtils.isPreFlightRequest(request)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
        return allowed;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
        response.setStatusCode(HttpStatus.FORBIDDEN);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getBody().write(Refusals.json("forbidden", "Web pages of this origin may not call this service."));
        response.flush();
    }
}
